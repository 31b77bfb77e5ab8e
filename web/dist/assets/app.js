/* firn web; Apache-2.0. Contains preact 11.2.0 (MIT), @preact/signals 2.11.4 (MIT), @preact/signals-core 1.14.5 (MIT), htm 3.1.1 (Apache-2.0), d3-dispatch 3.0.2 (ISC), d3-force 3.0.1 (ISC), d3-quadtree 3.0.2 (ISC), d3-timer 3.0.2 (ISC).
MIT parts: Copyright (c) 2015-present Jason Miller; (c) 2022-present Preact Team. ISC parts: Copyright 2010-2026 Mike Bostock. */
var z,pr,Gn,Ne,qn,Zt,mr,Jt,hr,Vn,Wn,mi,$t=Symbol.for("pv"),Qt={},en=[],hi=/^m(i|n|o|s|text|space)$/,Xn=Array.isArray,Yn=en.slice,Ge=Object.assign;function We(e){e&&e.parentNode&&e.remove()}function yt(e,t,n){var o,r,a,s={},i=arguments.length;for(a in t)a=="key"?o=t[a]:a=="ref"&&typeof e!="function"?r=t[a]:s[a]=t[a];return i>2&&(s.children=i>3?Yn.call(arguments,2):n),_t(e,s,o,r,null)}function _t(e,t,n,o,r){var a={type:e,props:t,key:n,ref:o,__k:null,__:null,__b:0,__e:null,__c:null,constructor:$t,__v:r||++pr,__i:-1,__u:0};return!r&&z.vnode&&z.vnode(a),a}function Xe(e){return e.children}function Ve(e,t){this.props=e,this.context=t,this.__g=0}function Ee(e,t){if(t==null)return e.__&&Ee(e.__,e.__i+1);for(var n;t<e.__k.length;t++)if((n=e.__k[t])&&n.__e)return n.__e;return typeof e.type!="function"||e.props.__P?null:Ee(e)}function vi(e){var t,n=e.__v,o=n.__e,r=[],a=[],s=e.__P;s&&((t=Ge({constructor:$t},n)).__v=n.__v+1,z.vnode&&z.vnode(t),Jn(s,t,n,e.__n,s.namespaceURI,32&n.__u?[o]:null,r,o||Ee(n),32&n.__u,a),t.__v=n.__v,t.__.__k[t.__i]=t,yr(r,t,a),n.__=n.__e=null,t.__e!=o&&vr(t))}function vr(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e.__k.some(function(t){return t&&(e.__e=t.__e)}),vr(e)}function fr(e){(8&e.__g||(e.__g|=8,Ne.push(e),Zt++))&&qn==z.debounceRendering||((qn=z.debounceRendering)||queueMicrotask)(gr)}function gr(){try{for(var e,t=1;Ne.length;)Ne.length>t&&Ne.sort(mr),e=Ne.shift(),t=Ne.length,8&e.__g&&vi(e)}finally{(Zt=Ne.length)&&(qn||queueMicrotask)(gr)}}function br(e,t,n,o,r,a,s,i,u,d,f){var b,p,c,h,v,m,g=o.__k||en,_=t.length;for(u=gi(n,t,g,u,_),b=0;b<_;b++)(c=n.__k[b])!=null&&(p=~c.__i&&g[c.__i]||Qt,c.__i=b,m=Jn(e,c,p,r,a,s,i,u,d,f),h=c.__e,(p.ref!=c.ref||8&p.__u)&&(p.ref&&Kn(p.ref,null,c,p),c.ref&&f.push(c.ref,c.__c||h,c)),v=v||h,4&c.__u?(u=_r(c,u,e,!p.__v),p.__e&&(p.__e=null)):typeof c.type=="function"&&m!==void 0?u=m:h&&(u=h.nextSibling),c.__u&=-21);return n.__e=v,u}function gi(e,t,n,o,r){var a,s,i,u,d,f,b,p,c,h=n.length,v=h,m=0,g=0,_=e.__k=Array(r);for(a=0;a<r;a++)(s=t[a])!=null&&typeof s!="boolean"&&typeof s!="function"?(typeof s!="object"||s.constructor===String?s=_[a]=_t(null,s):Xn(s)?s=_[a]=_t(Xe,{children:s}):s.constructor===$t&&s.__b?s=_[a]=_t(s.type,s.props,s.key,s.ref,s.__v):_[a]=s,u=a+m,s.__=e,s.__b=e.__b+1,i=null,~(d=s.__i=bi(s,n,u,v))&&(v--,(i=n[d])&&(i.__u|=2)),i&&i.__v?(s.__u|=16,d==u-1?m--:d==u+1?m++:d!=u&&(d>u?m--:m++,g=1)):(~d||(r>h?m--:r<h&&m++),typeof s.type!="function"&&(s.__u|=4))):_[a]=null;if(g){for(f=[],b=[],a=0;a<r;a++)if((s=_[a])&&16&s.__u){for(m=0,p=f.length;m<p;)f[c=m+p>>1]<s.__i?m=c+1:p=c;f[m]=s.__i,b[a]=m+1}for(m=f.length;a--;)b[a]&&(b[a]==m?m--:_[a].__u|=4)}if(v)for(a=0;a<h;a++)!(i=n[a])||2&i.__u||(i.__e==o&&(o=Ee(i)),Zn(i,i));return o}function _r(e,t,n,o){var r,a,s,i;if(typeof e.type=="function"){if(e.props.__P)return t;if(r=e.__k)for(a=0;a<r.length;a++)r[a]&&(r[a].__=e,t=_r(r[a],t,n,!1));return t}for(t&&!t.parentNode&&(t=Ee(e))&&!t.parentNode&&(t=null),s=e.__e,i=t;i&&i.nodeType==8;)i=i.nextSibling;for(s!=i&&(!o&&n.moveBefore&&s.parentNode?n.moveBefore(s,t):n.insertBefore(s,t||null)),t=s;(t=t&&t.nextSibling)&&t.nodeType==8&&!t.data.startsWith("$s"););return t}function bi(e,t,n,o){var r,a=e.key,s=e.type,i=t[n],u=i&&!(2&i.__u);if(i===null&&a==null||u&&a==i.key&&s==i.type)return n;if(o>(u?1:0)){for(r=n-1;r>=0;r--)if((i=t[r])&&!(2&i.__u)&&a==i.key&&s==i.type)return r;for(r=n+1;r<t.length;r++)if((i=t[r])&&!(2&i.__u)&&a==i.key&&s==i.type)return r}return-1}function dr(e,t,n){n==null&&(n=""),t[0]=="-"?e.setProperty(t,n):e[t]=n}function Yt(e,t,n,o,r){var a,s;if(t=="style")if(typeof n=="string")e.style.cssText=n;else{if(typeof o=="string"&&(e.style.cssText=o=""),o)for(t in o)n&&t in n||dr(e.style,t);if(n)for(t in n)o&&n[t]==o[t]||dr(e.style,t,n[t])}else if(t[0]=="o"&&t[1]=="n")typeof n!="function"&&(n=null),typeof o!="function"&&(o=null),(e.__e||(e.__e={}))[t]=n,n&&o||(s=Wn[t]||(Wn[t]=_i(t)),(e.__a||(e.__a={}))[t]=Vn,a=t!=(t=t.replace(hr,"$1")),(t=t.slice(2))[0]<"a"&&(t=t.toLowerCase()),n?e.addEventListener(t,s,a):e.removeEventListener(t,s,a));else{if(r=="http://www.w3.org/2000/svg")t=t.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(t!="width"&&t!="height"&&t!="href"&&t!="list"&&t!="form"&&t!="tabIndex"&&t!="download"&&t!="rowSpan"&&t!="colSpan"&&t!="role"&&t!="popover"&&t in e)try{return void(e[t]=n??"")}catch{}if(typeof n=="function")return;n==null||n===!1&&t[4]!="-"?e.removeAttribute(t):e.setAttribute(t,t=="popover"&&n==1?"":n)}}function _i(e){return function(t){var n=this.__e;if(n){if(n=n[e],t[Jt]==null)t[Jt]=Vn++;else if(t[Jt]<this.__a[e])return;return n(z.event?z.event(t):t)}}}function Jn(e,t,n,o,r,a,s,i,u,d){var f,b,p,c,h,v,m,g,_,k,y,A,H,q,L,K,$,M,N=t.type;if(t.constructor!==$t)return null;128&n.__u&&(u=32&n.__u,f=n.__c.__z)&&(t.__u|=u,b=a=[],f.nodeType==8?i=Kt(f,a):a.push(f),i=a[0]||i),(f=z.__b)&&f(t);e:if(typeof N=="function"){p=s.length;try{if(g=t.props,_=(f=N.prototype)&&f.render,k=(f=N.contextType)&&o[f.__c],y=f?k?k.props.value:f.__:o,(c=n.__c)?(t.__c=c,2&c.__g&&(c.__g|=1)):(_?t.__c=c=new N(g,y):(t.__c=c=new Ve(g,y),c.constructor=N,c.render=yi),k&&k.sub(c),c.state||(c.state={}),c.__n=o,c.__g|=8,c.__h=[],c.__k=[]),_&&(c.__s||(c.__s=c.state),N.getDerivedStateFromProps&&(c.__s==c.state&&(c.__s=Ge({},c.__s)),Ge(c.__s,N.getDerivedStateFromProps(g,c.__s)))),h=c.props,v=c.state,c.__v=t,n.__c){if(g!==h&&_&&!N.getDerivedStateFromProps&&c.componentWillReceiveProps&&c.componentWillReceiveProps(g,y),t.__v==n.__v&&!(8&c.__g)||!(4&c.__g)&&c.shouldComponentUpdate&&c.shouldComponentUpdate(g,c.__s,y)===!1){t.__v!=n.__v&&(c.props=g,c.state=c.__s,c.__g&=-9),t.__e=n.__e,t.__k=n.__k,t.__k.some(function(T){T&&(T.__=t)}),en.push.apply(c.__h,c.__k),c.__k=[],c.__h.length&&s.push(c),i=Ee(n);break e}c.componentWillUpdate&&c.componentWillUpdate(g,c.__s,y),_&&c.componentDidUpdate&&c.__h.push(function(){c.componentDidUpdate(h,v,m)})}else _&&!N.getDerivedStateFromProps&&c.componentWillMount&&c.componentWillMount(),_&&c.componentDidMount&&c.__h.push(c.componentDidMount);c.context=y,c.props=g,c.__P=e,c.__g&=-5,A=z.__r,H=_?25:0;do c.__g&=-9,A&&A(t),f=c.render(c.props,c.state=c.__s,c.context);while(8&c.__g&&++H<25);_&&(en.push.apply(c.__h,c.__k),c.__k=[]),c.state=c.__s,c.getChildContext&&(o=Ge({},o,c.getChildContext())),_&&n.__c&&c.getSnapshotBeforeUpdate&&(m=c.getSnapshotBeforeUpdate(h,v)),q=f&&f.type===Xe&&f.key==null?f.props.children:f,g.__P&&(f=i,r=(e=g.__P).namespaceURI,u=a=null,n.props&&n.props.__P!=e&&(n.__k.some(function(T){T&&Zn(T,T)}),n.__k=null),i=n.__k?Ee(n,0):null),i=br(e,Xn(q)?q:[q],t,n,o,r,a,s,i,u,d),g.__P&&(t.__e=null,i=f),t.__u&=-161,b&&b.some(We),c.__h.length&&s.push(c),1&c.__g&&(c.__g&=-4)}catch(T){if(s.length=p,t.__v=null,u||a)if(T&&T.then){if(t.__u|=128|u,a){for(~($=a.indexOf(i||void 0))||($=a.length);(M=a[$-1])&&M.nodeType==8;)$--;for(;$<a.length;$++)if(M=a[$])if(a[$]=null,L){if(M==K)break}else{if(M.nodeType!=8)break;M.data.startsWith("$s")&&(K=Kt(L=M))}}if(!L){for(;i&&i.nodeType==8&&i.nextSibling;)i=i.nextSibling;L=i}(f=Kt(L=t.__c.__z||(t.__c.__z=L)))?(t.__e=L,i=f):t.__e=i,i=i&&i.nextSibling}else a&&a.some(We);else t.__e=n.__e;t.__k||(t.__k=n.__k||[]),T&&T.then||$r(t),z.__e(T,t,n)}}else i=t.__e=$i(n.__e,t,n,o,r,a,s,u,d,e);return(f=z.diffed)&&f(t),i}function Kt(e,t){if(e&&e.nodeType==8&&e.data.startsWith("$s"))for(var n=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith("$s"))n++;else if(e.data.startsWith("/$s")&&!--n)return e}t&&t.push(e)}}function $r(e){e&&(e.__c&&(e.__c.__g|=4),e.__k&&e.__k.some($r))}function yr(e,t,n){for(var o=0;o<n.length;)Kn(n[o++],n[o++],n[o++]);z.__c&&z.__c(t,e),e.some(function(r){try{e=r.__h,r.__h=[],e.some(function(a){a.call(r)})}catch(a){z.__e(a,r.__v)}})}function $i(e,t,n,o,r,a,s,i,u,d){var f,b,p,c,h,v,m,g,_=n.props||Qt,k=t.props,y=t.type;if(y=="svg"?r="http://www.w3.org/2000/svg":y=="math"?r="http://www.w3.org/1998/Math/MathML":r||(r="http://www.w3.org/1999/xhtml"),a){for(f=0;f<a.length;f++)if((h=a[f])&&(y?h.localName==y:h.nodeType==3)){e=h,a[f]=null;break}}if(!e){if(g=d.ownerDocument||document,!y)return g.createTextNode(k);e=g.createElementNS(r,y,k.is?k:d),i&&(z.__m&&z.__m(t,a),i=!1),a=null}if(y){if(d=y=="template"&&e.content||e,a=y=="textarea"&&k.defaultValue!=null?null:a&&Yn.call(d.childNodes),!i&&a)for(_={},f=0;f<e.attributes.length;f++)_[(h=e.attributes[f]).name]=h.value;for(f in _)h=_[f],f=="dangerouslySetInnerHTML"?p=h:f=="children"||f in k||f=="value"&&"defaultValue"in k||f=="checked"&&"defaultChecked"in k||Yt(e,f,null,h,r);for(f in k)h=k[f],f=="children"?c=h:f=="dangerouslySetInnerHTML"?b=h:f=="value"?v=h:f=="checked"?m=h:i&&typeof h!="function"||_[f]===h||Yt(e,f,h,_[f],r);b?(i||p&&(b.__html==p.__html||b.__html==e.innerHTML)||(e.innerHTML=b.__html),t.__k=[]):(p&&(e.textContent=""),(y=="foreignObject"||r=="http://www.w3.org/1998/Math/MathML"&&hi.test(y))&&(r="http://www.w3.org/1999/xhtml"),br(d,Xn(c)?c:[c],t,n,o,r,a,s,a?a[0]:n.__k&&Ee(n,0),i,u),a&&a.some(We)),i&&y!="textarea"||(f="value",y=="progress"&&v==null?e.removeAttribute(f):v==null||v===e[f]&&(y!="progress"||v)||Yt(e,f,v,_[f],r),f="checked",m!=null&&m!=e[f]&&Yt(e,f,m,_[f],r))}else _===k||i&&e.data==k||(e.data=k);return e}function Kn(e,t,n,o){try{typeof e=="function"?t?t.__x=e(t)||1:o&&(o=o.__c||o.__e)&&(t=o.__x)&&(o.__x=null,typeof t=="function"?t():e(null)):e.current=t}catch(r){z.__e(r,n)}}function Zn(e,t,n){var o,r,a,s;if(z.unmount&&z.unmount(e),!(o=e.ref)||o.current&&o.current!=e.__e||Kn(o,null,t,e),o=e.__c){if(o.componentWillUnmount)try{o.componentWillUnmount()}catch(i){z.__e(i,t)}o.__P=o.__n=null}if(o=e.__k)for(s=0;s<o.length;s++)o[s]&&Zn(o[s],t,typeof e.type!="function"||n&&!e.props.__P);!n&&(o=e.__c)&&(o=o.__z)&&(r=Kt(o,a=[]))&&(o==e.__e&&a.some(We),We(r),We(o)),n||We(e.__e),e.__e=e.__c=e.__=null}function yi(e,t,n){return this.constructor(e,n)}function Qn(e,t){var n,o,r,a;z.__&&z.__(e,t),t.nodeType==9&&(t=t.documentElement),o=(n=e&&32&e.__u)?null:t.__k,t.__k=_t(Xe,{children:[e]}),r=[],a=[],Jn(t,t.__k,o||Qt,Qt,t.namespaceURI,o?null:t.firstChild?Yn.call(t.childNodes):null,r,o?o.__e:t.firstChild,n,a),yr(r,t.__k,a),t.__k.props.children=null}z={__e:function(e,t,n,o){for(var r,a,s;t=t.__;)if((r=t.__c)&&!(1&r.__g)){r.__g|=4;try{if((s=(a=r.constructor)&&a.getDerivedStateFromError)&&r.setState(a.getDerivedStateFromError(e)),r.componentDidCatch&&(r.componentDidCatch(e,o||{}),s=1),s&&8&r.__g)return void(r.__g|=2)}catch(i){e=i}}throw Zt=0,e}},pr=0,Gn=function(e){return e!=null&&e.constructor===$t},Ve.prototype.setState=function(e,t){var n=this.__s;n&&n!=this.state||(n=this.__s=Ge({},this.state)),typeof e=="function"&&(e=e(Ge({},n),this.props)),e&&(Ge(n,e),this.__v&&(t&&this.__k.push(t),fr(this)))},Ve.prototype.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.push(e),fr(this))},Ve.prototype.render=Xe,Ne=[],Zt=0,mr=function(e,t){return e.__v.__b-t.__v.__b},Jt=Symbol(),hr=/(PointerCapture)$|Capture$/i,Vn=0,Wn={},mi=0;var wt,G,eo,xr,to=Object.is,tn=0,Er=[],no=[],W=z,wr=W.__b,kr=W.__r,Sr=W.diffed,Cr=W.__c,Tr=W.unmount,Mr=W.__;function ro(e,t){W.__h&&W.__h(G,e,tn||t),tn=0;var n=G.__H||(G.__H={__:[],__h:[]});return e>=n.__.length&&n.__.push({}),n.__[e]}function B(e){return tn=1,xi(Ar,e)}function xi(e,t,n){var o=ro(wt++,2);if(o.t=e,!o.__c&&(o.__=[n?n(t):Ar(void 0,t),function(a){var s=(o.__N||o.__)[0],i=o.t(s,a);to(s,i)||(o.__N=[i,o.__[1]],o.__c.setState({}))}],o.__c=G,!G.__f)){G.__f=!0;var r=G.shouldComponentUpdate;G.shouldComponentUpdate=function(a,s,i){var u=this.__H;if(!u)return!0;var d=!1,f=this.props!=a;if(u.__.some(function(p){p.__N&&(d=!0,to(p.__[0],p.__N[0])||(f=!0))}),r){var b=r.call(this,a,s,i);return d?b||f:b}return!d||f}}return o.__}function F(e,t){var n=ro(wt++,3);!W.__s&&zr(n.__H,t)&&(n.__P=!0,n.__=e,n.u=t,G.__H.__h.push(n))}function ve(e){return tn=5,nn(function(){return{current:e}},[])}function nn(e,t){var n=ro(wt++,7);return zr(n.__H,t)&&(n.__=e(),n.__H=t),n.__}function wi(){var e;do{for(;e=no.shift();)try{xt(e)}catch(n){W.__e(n,{__:(e=e.__P)&&e.__v})}for(;e=Er.shift();){var t=e.__H;if(e.__P&&t)try{t.__h.some(xt),t.__h.some(oo),t.__h=[]}catch(n){t.__h=[],W.__e(n,e.__v)}}}while(no.length)}W.__b=function(e){G=null,wr&&wr(e)},W.__=function(e,t){e&&t.__k&&t.__k.__m&&(e.__m=t.__k.__m),Mr&&Mr(e,t)},W.__r=function(e){kr&&kr(e),wt=0;var t=(G=e.__c).__H;t&&(eo==G?G.__h=[]:(t.__h.some(xt),t.__h.some(oo),wt=0),t.__h=[],t.__.some(function(n){n.__N&&(n.__=n.__N),n.u=n.__N=void 0})),eo=G},W.diffed=function(e){Sr&&Sr(e);var t=e.__c;t&&t.__H&&(t.__H.__h.length&&Nr(Er.push(t)),t.__H.__.some(function(n){n.u&&(n.__H=n.u)})),eo=G=null},W.__c=function(e,t){t.some(function(n){try{n.__h.some(xt),n.__h=n.__h.filter(function(o){return!o.__||oo(o)})}catch(o){n.__h=[function(){throw o}]}}),Cr&&Cr(e,t)},W.unmount=function(e){Tr&&Tr(e);var t,n,o=e.__c;o&&o.__H&&(o.__H.__.some(function(r){try{if(r.__P&&r.__c){if(n===void 0){for(n=e.__;n&&(!n.__c||!n.__c.__P);)n=n.__;n=n&&n.__c}r.__P=n,Nr(no.push(r))}else xt(r)}catch(a){t=a}}),o.__H=void 0,t&&W.__e(t,o.__v))};var Pr=typeof requestAnimationFrame=="function";function ki(e){var t,n=function(){clearTimeout(o),Pr&&cancelAnimationFrame(t),setTimeout(e)},o=setTimeout(n,35);Pr&&(t=requestAnimationFrame(n))}function Nr(e){e!=1&&xr==W.requestAnimationFrame||((xr=W.requestAnimationFrame)||ki)(wi)}function xt(e){var t=G,n=e.__c;typeof n=="function"&&(e.__c=void 0,n()),G=t}function oo(e){var t=G;e.__c=e.__(),G=t}function zr(e,t){return!e||e.length!=t.length||t.some(function(n,o){return!to(n,e[o])})}function Ar(e,t){return typeof t=="function"?t(e):t}var Si=Symbol.for("preact-signals");function sn(){if(xe>1)xe--;else{var e,t=!1;for((function(){var r=rn;for(rn=void 0;r!==void 0;){var a=r.S;if(a.v===r.v)for(var s=a.t;s!==void 0;s=s.x)s.i===r.i&&(s.i=a.i);r=r.o}})();St!==void 0;){var n=St;for(St=void 0,on++;n!==void 0;){var o=n.u;if(n.u=void 0,n.f&=-3,!(8&n.f)&&Dr(n))try{n.c()}catch(r){t||(e=r,t=!0)}n=o}}if(on=0,xe--,t)throw e}}function tt(e){if(xe>0)return e();ao=++Ci,xe++;try{return e()}finally{sn()}}var kt,I=void 0;function Ct(e){var t=I,n=kt;I=void 0,kt=void 0;try{return e()}finally{I=t,kt=n}}var St=void 0,xe=0,on=0,Ci=0,ao=0,rn=void 0,an=0;function Lr(e){if(I!==void 0){var t=e.n;if(t===void 0||t.t!==I)return t={i:0,S:e,p:I.s,n:void 0,t:I,e:void 0,x:void 0,r:t},I.s!==void 0&&(I.s.n=t),I.s=t,e.n=t,32&I.f&&e.S(t),t;if(t.i===-1)return t.i=0,t.n!==void 0&&(t.n.p=t.p,t.p!==void 0&&(t.p.n=t.n),t.p=I.s,t.n=void 0,I.s.n=t,I.s=t),t}}function V(e,t){this.v=e,this.i=0,this.n=void 0,this.t=void 0,this.l=0,this.W=t?.watched,this.Z=t?.unwatched,this.name=t?.name}V.prototype.brand=Si;V.prototype.h=function(){return!0};V.prototype.S=function(e){var t=this,n=this.t;n!==e&&e.e===void 0&&(e.x=n,this.t=e,n!==void 0?n.e=e:Ct(function(){var o;(o=t.W)==null||o.call(t)}))};V.prototype.U=function(e){var t=this;if(this.t!==void 0){var n=e.e,o=e.x;n!==void 0&&(n.x=o,e.e=void 0),o!==void 0&&(o.e=n,e.x=void 0),e===this.t&&(this.t=o,o===void 0&&Ct(function(){var r;(r=t.Z)==null||r.call(t)}))}};V.prototype.subscribe=function(e){var t=this;return ue(function(){var n=t.value;Ct(function(){return e(n)})},{name:"sub"})};V.prototype.valueOf=function(){return this.value};V.prototype.toString=function(){return this.value+""};V.prototype.toJSON=function(){return this.value};V.prototype.peek=function(){var e=this;return Ct(function(){return e.value})};Object.defineProperty(V.prototype,"value",{get:function(){var e=Lr(this);return e!==void 0&&(e.i=this.i),this.v},set:function(e){if(e!==this.v){if(on>100)throw new Error("Cycle detected");(function(n){xe!==0&&on===0&&n.l!==ao&&(n.l=ao,rn={S:n,v:n.v,i:n.i,o:rn})})(this),this.v=e,this.i++,an++,xe++;try{for(var t=this.t;t!==void 0;t=t.x)t.t.N()}finally{sn()}}}});function S(e,t){return new V(e,t)}function Dr(e){for(var t=e.s;t!==void 0;t=t.n)if(t.S.i!==t.i||!t.S.h()||t.S.i!==t.i)return!0;return!1}function Or(e){for(var t=e.s;t!==void 0;t=t.n){var n=t.S.n;if(n!==void 0&&(t.r=n),t.S.n=t,t.i=-1,t.n===void 0){e.s=t;break}}}function Br(e){for(var t=e.s,n=void 0;t!==void 0;){var o=t.p;t.i===-1?(t.S.U(t),o!==void 0&&(o.n=t.n),t.n!==void 0&&(t.n.p=o)):n=t,t.S.n=t.r,t.r!==void 0&&(t.r=void 0),t=o}e.s=n}function Ye(e,t){V.call(this,void 0,t),this.x=e,this.s=void 0,this.g=an-1,this.f=4}Ye.prototype=new V;Ye.prototype.h=function(){if(this.f&=-3,1&this.f)return!1;if((36&this.f)==32||(this.f&=-5,this.g===an))return!0;if(this.g=an,this.f|=1,this.i>0&&!Dr(this))return this.f&=-2,!0;var e=I;try{Or(this),I=this;var t=this.x();(16&this.f||this.v!==t||this.i===0)&&(this.v=t,this.f&=-17,this.i++)}catch(n){this.v=n,this.f|=16,this.i++}return I=e,Br(this),this.f&=-2,!0};Ye.prototype.S=function(e){if(this.t===void 0){this.f|=36;for(var t=this.s;t!==void 0;t=t.n)t.S.S(t)}V.prototype.S.call(this,e)};Ye.prototype.U=function(e){if(this.t!==void 0&&(V.prototype.U.call(this,e),this.t===void 0)){this.f&=-33;for(var t=this.s;t!==void 0;t=t.n)t.S.U(t)}};Ye.prototype.N=function(){if(!(2&this.f)){this.f|=6;for(var e=this.t;e!==void 0;e=e.x)e.t.N()}};Object.defineProperty(Ye.prototype,"value",{get:function(){if(1&this.f)throw new Error("Cycle detected");var e=Lr(this);if(this.h(),e!==void 0&&(e.i=this.i),16&this.f)throw this.v;return this.v}});function j(e,t){return new Ye(e,t)}function Fr(e){var t=e.j;if(e.j=void 0,typeof t=="function"){xe++;var n=I;I=void 0;try{t()}catch(o){throw e.f&=-2,e.f|=8,so(e),o}finally{I=n,sn()}}}function so(e){for(var t=e.s;t!==void 0;t=t.n)t.S.U(t);e.x=void 0,e.s=void 0,Fr(e)}function Ti(e){if(I!==this)throw new Error("Out-of-order effect");Br(this),I=e,this.f&=-2;try{8&this.f&&so(this)}finally{sn()}}function nt(e,t){this.x=e,this.j=void 0,this.s=void 0,this.u=void 0,this.f=32,this.name=t?.name,kt&&kt.push(this)}nt.prototype.c=function(){var e=this.S();try{if(8&this.f||this.x===void 0)return;var t=this.x();typeof t=="function"&&(this.j=t)}finally{e()}};nt.prototype.S=function(){if(1&this.f)throw new Error("Cycle detected");this.f|=1,this.f&=-9,Fr(this),Or(this),xe++;var e=I;return I=this,Ti.bind(this,e)};nt.prototype.N=function(){2&this.f||(this.f|=2,this.u=St,St=this)};nt.prototype.d=function(){this.f|=8,1&this.f||so(this)};nt.prototype.dispose=function(){this.d()};function ue(e,t){var n=new nt(e,t);try{n.c()}catch(r){throw n.d(),r}var o=n.d.bind(n);return o[Symbol.dispose]=o,o}var Ir,cn,ln,Mi=typeof window<"u"&&!!window.__PREACT_SIGNALS_DEVTOOLS__;var Rr=[];ue(function(){Ir=this.N})();function ot(e,t){z[e]=t.bind(null,z[e]||function(){})}function Tt(e){if(ln){var t=ln;ln=void 0,t()}ln=e&&e.S()}function jr(e){var t=this,n=e.data,o=Ni(n);o.name="ReactiveDom",o.value=n;var r=nn(function(){for(var i=t,u=t.__v;u=u.__;)if(u.__c){u.__c.__$f|=4;break}var d=j(function(){var c=o.value.value;return c===0?0:c===!0?"":c||""}),f=j(function(){return!Array.isArray(d.value)&&!Gn(d.value)}),b=ue(function(){if(this.N=Hr,f.value){var c=d.value;i.__v&&i.__v.__e&&i.__v.__e.nodeType===3&&(i.__v.__e.data=c)}}),p=t.__$u.d;return t.__$u.d=function(){b(),p.call(this)},[f,d]},[]),a=r[0],s=r[1];return a.value?s.peek():s.value}jr.displayName="ReactiveTextNode";Object.defineProperties(V.prototype,{constructor:{configurable:!0,value:yt(Xe,null).constructor},type:{configurable:!0,value:jr},props:{configurable:!0,get:function(){var e=this;return{data:{get value(){return e.value}}}}},__b:{configurable:!0,value:1}});ot("__b",function(e,t){if(Tt(),cn=void 0,typeof t.type=="string"){var n,o=t.props;for(var r in o)if(r!=="children"){var a=o[r];a instanceof V&&(n||(t.__np=n={}),n[r]=a,o[r]=a.peek())}}e(t)});ot("__r",function(e,t){if(e(t),t.type!==Xe){Tt();var n,o=t.__c;o&&(o.__$f&=-2,(n=o.__$u)===void 0&&(o.__$u=n=(function(r,a){var s;return ue(function(){s=this},{name:a}),s.c=r,s})((function(r){return function(){var a;Mi&&((a=this.y)==null||a.call(this)),r.__$f|=1,r.setState({})}})(o),typeof t.type=="function"?t.type.displayName||t.type.name:""))),cn=o,Tt(n)}});ot("__e",function(e,t,n,o){Tt(),cn=void 0,e(t,n,o)});ot("diffed",function(e,t){Tt(),cn=void 0;var n;if(typeof t.type=="string"&&(n=t.__e)){var o=t.__np,r=t.props,a=n.U;if(a)for(var s in a){var i=a[s];i===void 0||o&&s in o||(i.d(),a[s]=void 0)}if(o){a||(a={},n.U=a);for(var u in o){var d=a[u],f=o[u];d===void 0?(d=Pi(n,u,f,r),a[u]=d):d.o(f,r)}}}e(t)});function Pi(e,t,n,o){var r=t in e&&e.ownerSVGElement===void 0,a=S(n);return{o:function(s,i){a.value=s,o=i},d:ue(function(){this.N=Hr;var s=a.value.value;o[t]!==s&&(o[t]=s,r?e[t]=s:s!=null&&(s!==!1||t[4]==="-")?e.setAttribute(t,s):e.removeAttribute(t))})}}ot("unmount",function(e,t){if(typeof t.type=="string"){var n=t.__e;if(n){var o=n.U;if(o){n.U=void 0;for(var r in o){var a=o[r];a&&a.d()}}}var s=t.__np;if(s){var i=t.props;for(var u in s)i[u]=s[u]}t.__np=void 0}else{var d=t.__c;if(d){d.__$f|=8;var f=d.__$u;f&&(d.__$u=void 0,f.d())}}e(t)});ot("__h",function(e,t,n,o){o<3&&(t.__$f|=2),e(t,n,o)});Ve.prototype.shouldComponentUpdate=function(e,t){if(this.__R)return!0;var n=this.__$u,o=n&&n.s!==void 0;for(var r in t)return!0;if(this.__f||typeof this.u=="boolean"&&this.u===!0){var a=2&this.__$f;if(!(o||a||4&this.__$f)||1&this.__$f)return!0}else if(!(o||4&this.__$f)||3&this.__$f)return!0;for(var s in e)if(s!=="__source"&&e[s]!==this.props[s])return!0;for(var i in this.props)if(!(i in e))return!0;return!1};function Ni(e,t){return nn(function(){return S(e,t)},[])}var Ei=function(e){queueMicrotask(function(){queueMicrotask(e)})};function zi(){tt(function(){for(var e;e=Rr.shift();)Ir.call(e)})}function Hr(){Rr.push(this)===1&&(z.requestAnimationFrame||Ei)(zi)}var qr=function(e,t,n,o){var r;t[0]=0;for(var a=1;a<t.length;a++){var s=t[a++],i=t[a]?(t[0]|=s?1:2,n[t[a++]]):t[++a];s===3?o[0]=i:s===4?o[1]=Object.assign(o[1]||{},i):s===5?(o[1]=o[1]||{})[t[++a]]=i:s===6?o[1][t[++a]]+=i+"":s?(r=e.apply(i,qr(e,i,n,["",null])),o.push(r),i[0]?t[0]|=2:(t[a-2]=0,t[a]=r)):o.push(i)}return o},Ur=new Map;function Wr(e){var t=Ur.get(this);return t||(t=new Map,Ur.set(this,t)),(t=qr(this,t.get(e)||(t.set(e,t=(function(n){for(var o,r,a=1,s="",i="",u=[0],d=function(p){a===1&&(p||(s=s.replace(/^\s*\n\s*|\s*\n\s*$/g,"")))?u.push(0,p,s):a===3&&(p||s)?(u.push(3,p,s),a=2):a===2&&s==="..."&&p?u.push(4,p,0):a===2&&s&&!p?u.push(5,0,!0,s):a>=5&&((s||!p&&a===5)&&(u.push(a,0,s,r),a=6),p&&(u.push(a,p,0,r),a=6)),s=""},f=0;f<n.length;f++){f&&(a===1&&d(),d(f));for(var b=0;b<n[f].length;b++)o=n[f][b],a===1?o==="<"?(d(),u=[u],a=3):s+=o:a===4?s==="--"&&o===">"?(a=1,s=""):s=o+s[0]:i?o===i?i="":s+=o:o==='"'||o==="'"?i=o:o===">"?(d(),a=1):a&&(o==="="?(a=5,r=s,s=""):o==="/"&&(a<5||n[f][b+1]===">")?(d(),a===3&&(u=u[0]),a=u,(u=u[0]).push(2,0,a),a=0):o===" "||o==="	"||o===`
`||o==="\r"?(d(),a=2):s+=o),a===3&&s==="!--"&&(a=4,u=u[0])}return d(),u})(e)),t),arguments,[])).length>1?t:t[0]}var l=Wr.bind(yt);var Ai=/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu,C=e=>String(e??"").replace(Ai,t=>`\\u{${t.codePointAt(0).toString(16).toUpperCase()}}`);var X="/api/v1",we=encodeURIComponent;function Mt(e){let t=Object.entries(e).filter(([,n])=>n);return t.length?"?"+new URLSearchParams(t):""}var x={node:()=>`${X}/node`,readyz:()=>"/readyz?verbose",p2pStart:()=>`${X}/p2p/start`,p2pStop:()=>`${X}/p2p/stop`,peers:(e={})=>`${X}/peers${Mt(e)}`,peer:e=>`${X}/peers/${we(e)}`,peerPing:e=>`${X}/peers/${we(e)}/ping`,peerBan:e=>`${X}/peers/${we(e)}/ban`,peerUnban:e=>`${X}/peers/${we(e)}/unban`,discovery:()=>`${X}/discovery`,topology:()=>`${X}/topology`,events:(e={})=>`${X}/events${Mt(e)}`,blobs:(e={})=>`${X}/blobs${Mt(e)}`,blob:(e,t={})=>`${X}/blobs/${we(e)}${Mt(t)}`,blobTicket:e=>`${X}/blobs/${we(e)}/ticket`,blobVerify:e=>`${X}/blobs/${we(e)}/verify`,tag:e=>`${X}/tags/${we(e)}`,transfers:(e={})=>`${X}/transfers${Mt(e)}`,transfer:e=>`${X}/transfers/${we(e)}`};var io=["blob_added","blob_removed","blob_state","transfer","tag","peer","discovery","p2p","task_error","reset"],ze=S("waiting"),lo=()=>{},rt="BroadcastChannel"in self?new BroadcastChannel("firn-events"):null;function Li(e){let t=ze.value;ze.value=e,e==="live"&&t==="lost"&&lo("reset",{})}function un(e){rt?.postMessage(e),Vr(e)}function Vr(e){e.connection?Li(e.connection):e.type&&lo(e.type,e.data,e.id)}function Gr(){let e,t=()=>{e=new EventSource(x.events()),e.onopen=()=>un({connection:"live"}),e.onerror=()=>{un({connection:"lost"}),e.readyState===EventSource.CLOSED&&setTimeout(t,2e3)};for(let n of io)e.addEventListener(n,o=>{try{let r=o.lastEventId;un({type:n,data:JSON.parse(o.data),id:r})}catch{}})};ze.value==="live"&&un({connection:"lost"}),t(),rt?.addEventListener("message",({data:n})=>{n.ask&&rt.postMessage({connection:ze.value})})}function Xr(e){if(lo=e,!rt||!navigator.locks){Gr();return}rt.addEventListener("message",({data:t})=>Vr(t)),rt.postMessage({ask:!0}),navigator.locks.request("firn-events",()=>(Gr(),new Promise(()=>{})))}var Ae=class extends Error{constructor(t,n){super(n.detail||n.title||`HTTP status ${t}`),this.status=t,this.code=n.code||"",this.hint=n.hint||"",this.requestId=n.request_id||""}},co=()=>new Ae(0,{code:"unreachable",detail:"The node does not answer.",hint:"Is firnd still running? This page goes on by itself when it is back."});async function Yr(e){let t={};try{t=await e.json()}catch{}return new Ae(e.status,t??{})}async function P(e,t,n){let o={method:e,headers:{Accept:"application/json"}};n!==void 0&&(o.headers["Content-Type"]="application/json",o.body=JSON.stringify(n));let r;try{r=await fetch(t,o)}catch{throw co()}if(!r.ok)throw await Yr(r);if(r.status===204)return null;try{return await r.json()}catch{throw new Ae(r.status,{detail:"The answer was cut off or is not JSON."})}}async function Jr(e){let t;try{t=await fetch(e)}catch{throw co()}if(!(t.headers.get("Content-Type")??"").startsWith("text/plain"))throw await Yr(t);return t.text()}var Di=e=>e.slice(0,1).arrayBuffer().then(()=>!0,()=>!1),Oi=()=>new Ae(0,{code:"unreadable",detail:"The browser cannot read it.",hint:"Is it a folder, or was it changed or removed since it was chosen?"});function Kr(e,t,n){let o=new XMLHttpRequest,r=new Promise((a,s)=>{let i=()=>{try{return JSON.parse(o.responseText)??{}}catch{return{}}};o.upload.onprogress=u=>n(u.loaded),o.onload=()=>{o.status>=200&&o.status<300?a(i()):s(new Ae(o.status,i()))},o.onerror=async()=>s(await Di(t)?co():Oi()),o.onabort=()=>s(new Ae(0,{code:"cancelled",detail:"Stopped."}))});return o.open("POST",e),o.setRequestHeader("Content-Type","application/octet-stream"),o.send(t),{done:r,abort:()=>o.abort()}}function ge(e,t){let n=0,o=0,r=!1,a=!1,s=d=>{clearTimeout(o),o=n?setTimeout(i,d):0};async function i(){r||document.hidden||(r=!0,a=!1,await e(),r=!1,s(a?400:t))}document.addEventListener("visibilitychange",()=>{!document.hidden&&n&&i()});let u=()=>{n--,n||clearTimeout(o)};return{changed(){n&&!a&&(a=!0,r||s(400))},now:i,watch(){return n++,i(),u},watchLater(){return n++,s(t),u}}}var de=S(null),Le=S(null),De=S(Date.now()),Zr=0;async function Je(){try{de.value=await P("GET",x.node()),Le.value=null,Zr=Date.now()-de.value.uptime_s*1e3}catch(e){Le.value=e}}var Qr=ge(Je,1e4),ea=Qr.watchLater,ta=Qr.changed,na=()=>(De.value-Zr)/1e3;setInterval(()=>{De.value=Date.now()},1e3);var Bi=50,Fi=250,po=S(null),Pt=S(null),Oe=S({state:"",tag:""}),Be=S([""]),mo=S(null),oa=j(()=>Be.value.length),ho=j(()=>mo.value!=null),fn=j(()=>Be.value.length>1),ra=j(()=>Oe.value.state!==""||Oe.value.tag!==""),uo=0;async function Fe(){let e=++uo,t=Be.value.at(-1);try{let n=await P("GET",x.blobs({limit:Bi,cursor:t,...Oe.value}));if(e!==uo)return;tt(()=>{po.value=n.items,mo.value=n.next,Pt.value=null}),!n.items.length&&fn.value&&vo()}catch(n){e===uo&&(Pt.value=n)}}function aa(){return Be.value=[...Be.value,mo.value],Fe()}function vo(){return Be.value=Be.value.slice(0,-1),Fe()}function dn(e){return tt(()=>{Oe.value={...Oe.value,...e},Be.value=[""]}),Fe()}var fo=0;function Ke(){fo||(fo=setTimeout(()=>{fo=0,Fe()},Fi))}var pn=500,Ii=200,be=S([]),at=S(""),st=S(!1),sa=1,Nt=[];function ia(e,t,n){let o={n:sa++,at:Date.now(),type:e,data:t,id:n};st.value?Nt=[o,...Nt].slice(0,pn):be.value=[o,...be.value].slice(0,pn)}function la(e){st.value=e,!e&&(be.value=[...Nt,...be.value].slice(0,pn),Nt=[])}function ca(){Nt=[],be.value=[]}var bo=j(()=>at.value?be.value.filter(e=>e.type===at.value):be.value);function Ri(e,t){let[n,o]=e.split("-");return`${n}-${Math.max(0,Number(o)-t)}`}var go=!1;async function ua(){if(!go){go=!0;try{let e=await P("GET",x.events({wait:"0"})),t=await P("GET",x.events({since:Ri(e.next,Ii),wait:"0"})),n=new Set(be.value.map(r=>r.id)),o=t.events.filter(r=>!n.has(r.id)).reverse().map(r=>({n:sa++,at:0,...r}));be.value=[...be.value,...o].slice(0,pn)}catch{go=!1}}}var ji=/^\[([+!-])\](\S+) (.*)$/,Hi={"+":"well","!":"degraded","-":"failed"};function fa(e){return e.split(`
`).flatMap(t=>{let n=ji.exec(t);if(!n)return[];let[,o,r,a]=n;return[{name:r,state:Hi[o],text:a.replace(/^(failed|degraded): /,"")}]})}var mn=S(null),Et=S(null);async function Ui(){try{mn.value=fa(await Jr(x.readyz())),Et.value=null}catch(e){Et.value=e}}var _o=ge(Ui,1e4),hn=_o.changed,da=_o.watch;async function pa(e){try{await P("POST",e?x.p2pStart():x.p2pStop())}finally{Je(),_o.now()}}var vn=[{name:"overview",title:"Overview",href:"#/"},{name:"topology",title:"Topology",href:"#/topology"},{name:"peers",title:"Peers",href:"#/peers"},{name:"events",title:"Events",href:"#/events"}];function ma(){let[,e,t]=location.hash.split("/");return{page:vn.find(o=>o.name===e)??vn[0],id:/^[0-9a-f]{64}$/.test(t??"")?t:""}}var Y=S(ma());addEventListener("hashchange",()=>{Y.value=ma()});var fe=(e,t)=>`#/${e}${t?`/${t}`:""}`;function gn(e,t){location.hash=fe(e,t)}var qi=5e3,Wi=2e3,Gi=1e3,it=S(null),xo=S(!1),bn=S(null),ke=S(""),zt=S({key:"state",isDown:!1}),$o=0;async function Vi(){let e=++$o;try{let t=await P("GET",x.peers({limit:Gi}));if(e!==$o)return;it.value=t.items,xo.value=t.next!=null,bn.value=null}catch(t){e===$o&&(bn.value=t)}}var wo=ge(Vi,qi),ct=wo.now,va=wo.watch,_n=S(null),lt=S(null);async function Xi(){let{id:e}=Y.value;if(e)try{let t=await P("GET",x.peer(e));if(e!==Y.value.id)return;_n.value=t,lt.value=null}catch(t){e===Y.value.id&&(lt.value=t)}}var ko=ge(Xi,Wi),$n=ko.now,ga=()=>(_n.value=null,lt.value=null,ko.watch()),yn=S(null),At=S(null);async function Yi(){try{yn.value=(await P("GET",x.discovery())).sources,At.value=null}catch(e){At.value=e}}var So=ge(Yi,1e4),ba=So.watch,_a=So.changed;function Co(){wo.changed(),ko.changed(),So.changed()}var Ji={connected:0,connecting:1,disconnecting:2,failed:3,disconnected:4},yo={state:e=>Ji[e.state]??9,name:e=>`${e.name?0:1}${e.name??""} ${e.id}`,rtt:e=>e.rtt_ms,loss:e=>e.loss,rx:e=>e.rx_bps,tx:e=>e.tx_bps,score:e=>e.score,reputation:e=>e.reputation,reconnects:e=>e.reconnects};function ha(e,t,n){if(e==null||t==null)return(e==null)-(t==null);let o=e<t?-1:+(e>t);return n?-o:o}var $a=j(()=>{if(!it.value)return null;let{key:e,isDown:t}=zt.value,n=yo[e],o=ke.value==="banned"?r=>r.banned:r=>!ke.value||r.state===ke.value;return it.value.filter(o).sort((r,a)=>ha(n(r),n(a),t)||ha(yo.name(r),yo.name(a),!1))});function ya(e){let t=zt.value;zt.value=t.key===e?{key:e,isDown:!t.isDown}:{key:e,isDown:["rx","tx","score","reconnects"].includes(e)}}var xa=j(()=>{if(!it.value)return null;let e={known:it.value.length,banned:0};for(let t of it.value)e[t.state]=(e[t.state]??0)+1,t.banned&&e.banned++;return e});var ka=()=>({nodes:new Map,links:new Map}),Sa=({from:e,to:t})=>e<t?`${e} ${t}`:`${t} ${e}`;function Ki(e){let t=0;for(let n=0;n<e.length;n++)t=t*31+e.charCodeAt(n)>>>0;return t/2**32*2*Math.PI}function wa(e,t,n){let o=!1;for(let[r,a]of e)t.has(r)||a.goneAt||(a.goneAt=n,o=!0);return o}function Zi(e,t,n){let o=e.nodes.get(t.id);if(o){let a=o.goneAt!==0;return Object.assign(o,{data:t,goneAt:0}),a}let r={id:t.id,data:t,links:[],degree:0,goneAt:0};return e.nodes.set(t.id,r),n.push(r),!0}function Qi(e,t){let n=Sa(t),o=e.links.get(n);if(o){let s=o.goneAt!==0;return Object.assign(o,{data:t,goneAt:0}),s}let r=e.nodes.get(t.from),a=e.nodes.get(t.to);return!r||!a||r===a?!1:(e.links.set(n,{key:n,source:r,target:a,data:t,goneAt:0}),!0)}function Ca(e){for(let t of e.nodes.values())t.links=[],t.degree=0;for(let t of e.links.values())for(let n of[t.source,t.target])n.links.push(t),t.goneAt||n.degree++}var Lt=(e,t)=>e.source===t?e.target:e.source;function el(e){let t=e;for(;;){let n=[];for(let o of t){let r=o.links.map(a=>Lt(a,o)).find(a=>a.x!==void 0);if(!r)n.push(o);else{let a=Ki(o.id);o.x=r.x+40*Math.cos(a),o.y=r.y+40*Math.sin(a)}}if(!n.length||n.length===t.length){t=n;break}t=n}t.sort((n,o)=>o.degree-n.degree).forEach((n,o)=>{let r=14*Math.sqrt(o+.5),a=o*Math.PI*(3-Math.sqrt(5));n.x=r*Math.cos(a),n.y=r*Math.sin(a)})}function Ta(e,{nodes:t,links:n},o){let r=[],a=new Set,s=new Set,i=!1;for(let u of t)a.add(u.id),i=Zi(e,u,r)||i;for(let u of n)s.add(Sa(u)),i=Qi(e,u)||i;return i=wa(e.nodes,a,o)||i,i=wa(e.links,s,o)||i,i&&Ca(e),el(r),i}function Ma(e,t){let n=r=>r.goneAt&&t-r.goneAt>=6e3,o=!1;for(let[r,a]of e.links)(n(a)||n(a.source)||n(a.target))&&(e.links.delete(r),o=!0);for(let[r,a]of e.nodes)n(a)&&(e.nodes.delete(r),o=!0);return o&&Ca(e),o}var Pa=e=>[...e.links.values(),...e.nodes.values()].some(t=>t.goneAt),Na=e=>e.goneAt!==0||e.source.goneAt!==0||e.target.goneAt!==0||e.source.data.state==="lost"||e.target.data.state==="lost";var tl=4e3,pe=ka(),_e=S(0),Dt=S(0),ut=S(null),xn=S(null),me=S(!1),wn=S("");function za(e){_e.value++,e&&Dt.value++}var Ea=0;function Aa(){clearTimeout(Ea),Pa(pe)&&(Ea=setTimeout(()=>{!me.value&&Ma(pe,Date.now())&&za(!0),Aa()},500))}async function nl(){if(!me.value)try{let e=await P("GET",x.topology());if(me.value)return;za(Ta(pe,e,Date.now())),xn.value=e.generated_at,ut.value=null,Aa()}catch(e){ut.value=e}}var To=ge(nl,tl),Mo=To.now,Po=To.changed,La=To.watch;function Da(e){me.value=e,e||Mo()}var Ie=j(()=>(_e.value,[...pe.nodes.values()])),No=j(()=>(_e.value,[...pe.links.values()])),ft=(e,t)=>!t||e.id.startsWith(t)||(e.data.name??"").toLowerCase().includes(t),kn=j(()=>wn.value.trim().toLowerCase());var Ba=100,Ot=S(null),Bt=S(null),ol=new Set(["completed","failed","cancelled"]),Se=e=>ol.has(e.state),rl={running:0,queued:1},Oa=e=>rl[e.state]??2,dt=j(()=>Ot.value?[...Ot.value.values()].sort((e,t)=>Oa(e)-Oa(t)||(t.created??"").localeCompare(e.created??"")):null),zo=j(()=>(dt.value??[]).filter(e=>e.state==="running").reduce((e,t)=>e+(t.rate_bps||0),0)),Eo=new Set;async function Sn(){let e=new Map;Eo.add(e);try{let t=await P("GET",x.transfers({limit:Ba})),n=new Map(t.items.map(o=>[o.id,o]));for(let o of e.values())Fa(n,o);Ot.value=n,Bt.value=null}catch(t){Bt.value=t}finally{Eo.delete(e)}}function Fa(e,t){let n=e.get(t.id);n&&Se(n)&&!Se(t)||(e.set(t.id,t),e.size>Ba*2&&al(e))}function Cn(e){for(let n of Eo)n.set(e.id,e);let t=new Map(Ot.value??[]);Fa(t,e),Ot.value=t}function al(e){let n=[...e.values()].filter(Se).reduce((o,r)=>!o||r.created<o.created?r:o,null);n&&e.delete(n.id)}var sl=j(()=>new Map((dt.value??[]).filter(e=>e.state==="running"&&e.format!=="hash_seq").map(e=>[e.hash,e.bytes_done]))),Ia=e=>Math.max(e.held_bytes,sl.value.get(e.hash)??0);function Ao(){Je(),Fe(),Sn()}function Ra(){ta(),Co(),Po()}function il(){hn(),Ra()}var ll=new Set(["blob_added","blob_removed","blob_state","tag"]);function cl(e,t,n){ia(e,t,n),e==="transfer"?Cn(t):ll.has(e)?Ke():e==="peer"?Ra():e==="p2p"?il():e==="discovery"?(_a(),hn()):e==="reset"&&(Ao(),hn(),Co(),Po())}function ul(){let e=(dt.value??[]).filter(n=>!Se(n)).length,t=C(de.value?.name);document.title=`${e?`${e} ↓ `:""}${t?`${t} · `:""}Firn`}function ja(){ue(ul),Ao(),Xr(cl),setInterval(()=>{Le.value&&ze.value!=="live"&&Ao()},3e3)}var Tn=S(null);function Re(e){return new Promise(t=>{Tn.value={...e,resolve:t}})}function Lo(e){let{resolve:t}=Tn.value;Tn.value=null,t(e)}function Ha(){let e=ve(null),t=Tn.value;return F(()=>{t&&e.current.showModal()},[t]),t?l`
    <dialog ref=${e} class="dialog" aria-labelledby="dialog-title"
      onCancel=${o=>{o.preventDefault(),Lo(null)}}>
      <form onSubmit=${o=>{o.preventDefault(),Lo(Object.fromEntries(new FormData(o.target)))}}>
        <h2 id="dialog-title">${t.title}</h2>
        ${t.body}
        <div class="dialog-actions">
          <button type="button" class="button" onClick=${()=>Lo(null)}>
            ${t.cancel??"Cancel"}</button>
          <button type="submit"
            class=${t.danger?"button danger":"button primary"}>
            ${t.confirm}</button>
        </div>
      </form>
    </dialog>`:null}var fl=2,ie=S([]),dl=1;function Ft(e,t){ie.value=ie.value.map(n=>n.id===e?{...n,...t}:n)}function Do(e){let t=[...e].map(n=>({id:dl++,file:n,name:n.name,size:n.size,state:"waiting",done:0,abort:null,problem:null,result:null}));ie.value=[...ie.value,...t],Mn()}function Mn(){let e=ie.value.filter(t=>t.state==="running").length;ie.value.filter(t=>t.state==="waiting").slice(0,Math.max(0,fl-e)).forEach(pl)}async function pl({id:e,file:t}){let{done:n,abort:o}=Kr(x.blobs(),t,r=>Ft(e,{done:r}));Ft(e,{state:"running",abort:o});try{let r=await n;Ft(e,{state:"done",done:t.size,result:r,file:null})}catch(r){let a=r.code==="cancelled"?"cancelled":"failed";Ft(e,{state:a,problem:r})}Mn()}function Ua(e){Ft(e,{state:"waiting",done:0,problem:null}),Mn()}function qa(e){ie.value.find(t=>t.id===e)?.abort?.(),ie.value=ie.value.filter(t=>t.id!==e),Mn()}var Ze=e=>e.state!=="running"&&e.state!=="waiting";function Wa(){ie.value=ie.value.filter(e=>!Ze(e))}addEventListener("beforeunload",e=>{ie.value.some(t=>!Ze(t))&&e.preventDefault()});var ml={copy:"M6 6V3.5h6.5V10H10M3.5 6H10v6.5H3.5z",download:"M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.5h10",upload:"M8 10.5V3M4.8 6L8 2.8 11.2 6M3 13.5h10",more:"M3.4 8h.1M8 8h.1M12.6 8h.1",close:"M4 4l8 8M12 4l-8 8",sun:"M8 5.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9",moon:"M13 9.6A5.4 5.4 0 016.4 3a5.4 5.4 0 106.6 6.6z",auto:"M2.5 3.5h11v7h-11zM6 13.5h4M8 10.5v3",plus:"M8 3.5v9M3.5 8h9",minus:"M3.5 8h9",fit:"M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3",check:"M3.5 8.5l3 3 6-7"},Z=({name:e})=>l`
  <svg class=${`icon icon-${e}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d=${ml[e]} />
  </svg>`,Ga=()=>l`
  <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path d="M16 5.5v21M6.9 10.75l18.2 10.5M25.1 10.75L6.9 21.25" />
    <path d="M12.8 7.6L16 10.4l3.2-2.8M12.8 24.4l3.2-2.8 3.2 2.8" />
  </svg>`;var Nn=S(!1),Pn=e=>e.dataTransfer?.types.includes("Files");function hl(){let e=0,a={dragover:s=>{Pn(s)&&s.preventDefault()},dragenter:s=>{Pn(s)&&(Nn.value=++e>0)},dragleave:s=>{Pn(s)&&(Nn.value=--e>0)},drop:s=>{e=0,Nn.value=!1,Pn(s)&&(s.preventDefault(),Do(s.dataTransfer.files))}};for(let[s,i]of Object.entries(a))addEventListener(s,i);return()=>{for(let[s,i]of Object.entries(a))removeEventListener(s,i)}}function Va(){return F(hl,[]),Nn.value&&l`
    <div class="drop-zone" aria-hidden="true">
      <p><${Z} name="upload" /> Drop to store in this node</p>
    </div>`}var Xa=()=>l`
  <label class="button primary file-button">
    <${Z} name="upload" />Add files
    <input type="file" multiple onChange=${e=>{Do(e.target.files),e.target.value=""}} />
  </label>`;var Ya=["B","KiB","MiB","GiB","TiB","PiB"],vl=["bit","kbit","Mbit","Gbit","Tbit","Pbit"];function Oo(e,t,n){let o=0;for(;e>=t&&o<n.length-1;)e/=t,o++;let r=o===0||e>=100?0:e>=10?1:2,a=10**r;return`${(Math.floor(e*a)/a).toFixed(r)} ${n[o]}`}var D=e=>e==null?"unknown size":Oo(e,1024,Ya),Ce=e=>e==null?"":`${e.toLocaleString("en-US")} bytes`,je=(e,t)=>(t?Oo(e*8,1e3,vl):Oo(e,1024,Ya))+"/s";function He(e,t){return t==null?null:e>=t?100:Math.min(99,Math.floor(e/t*100))}function ce(e){let t=Math.max(0,Math.floor(e));return t<60?`${t} s`:t<3600?`${Math.floor(t/60)} min ${t%60} s`:t<86400?`${Math.floor(t/3600)} h ${Math.floor(t%3600/60)} min`:`${Math.floor(t/86400)} d ${Math.floor(t%86400/3600)} h`}var O=e=>`${e.slice(0,10)}…${e.slice(-6)}`,le=(e,t,n=t+"s")=>`${e.toLocaleString("en-US")} ${e===1?t:n}`;function te(e){return e==null?"–":e<.1?"< 0.1 ms":`${e<10?e.toFixed(1):Math.round(e)} ms`}function Te(e){if(e==null)return"–";let t=e*100;return t===0?"0 %":t<.1?"< 0.1 %":`${t<10?t.toFixed(1):Math.round(t)} %`}var Me=(e,t)=>e==null?"–":je(e,t);function pt(e,t){if(!e)return"never";let n=(t-Date.parse(e))/1e3;return n<1?"just now":`${ce(n)} ago`}function Ja(e,t,n){let o=t;try{let a=localStorage.getItem(e);n.includes(a)&&(o=a)}catch{}let r=S(o);return ue(()=>{try{localStorage.setItem(e,r.value)}catch{}}),r}var mt=Ja("firn.theme","auto",["auto","light","dark"]),oe=Ja("firn.units","bytes",["bytes","bits"]);ue(()=>{document.documentElement.dataset.theme=mt.value});var gl={waiting:["idle","Connecting"],live:["good","Live"],lost:["bad","No contact"]},bl={auto:{next:"light",icon:"auto",name:"as the system"},light:{next:"dark",icon:"sun",name:"light"},dark:{next:"auto",icon:"moon",name:"dark"}};function _l(){let[e,t]=gl[ze.value];return l`
    <span class=${`pill ${e}`} role="status">
      <span class="dot"></span>${t}</span>`}function $l(){let e=oe.value==="bits";return l`
    <button type="button" class="button small" aria-pressed=${String(e)}
      title="Show rates in bytes or in bits a second"
      onClick=${()=>{oe.value=e?"bytes":"bits"}}>
      ${e?"bit/s":"byte/s"}</button>`}function yl(){let{next:e,icon:t,name:n}=bl[mt.value];return l`
    <button type="button" class="button bare"
      title=${`Colours: ${n}`} aria-label=${`Colours: ${n}. Change`}
      onClick=${()=>{mt.value=e}}><${Z} name=${t} /></button>`}var xl=()=>l`
  <nav class="pages" aria-label="Pages">
    ${vn.map(e=>l`
      <a key=${e.name} href=${e.href}
        aria-current=${e===Y.value.page?"page":void 0}>
        ${e.title}</a>`)}
  </nav>`,Ka=()=>l`
  <header class="top">
    <h1 class="brand"><${Ga} />Firn</h1>
    <span class="node-name">${C(de.value?.name)}</span>
    <${xl} />
    <span class="spring"></span>
    ${zo.value>0&&l`
      <span class="total-rate" title="Coming in now">
        ↓ ${je(zo.value,oe.value==="bits")}</span>`}
    <${_l} />
    <${$l} />
    <${yl} />
  </header>`;var ht=S([]),wl=1;function Za(e,t,n,o){let r=wl++;ht.value=[...ht.value.slice(-3),{id:r,kind:e,text:t,hint:n}],o&&setTimeout(()=>Bo(r),o)}function Bo(e){ht.value=ht.value.filter(t=>t.id!==e)}var ne=e=>Za("info",e,"",4e3),he=(e,t)=>Za("error",`${t}: ${e.message}`,e.hint??"",0);var Qa=()=>l`
  <div class="notices" role="status" aria-live="polite">
    ${ht.value.map(e=>l`
      <div key=${e.id} class=${`notice ${e.kind}`}>
        <div>
          <p>${C(e.text)}</p>
          ${e.hint&&l`<p class="muted">${e.hint}</p>`}
        </div>
        <button type="button" class="button bare" aria-label="Dismiss"
          onClick=${()=>Bo(e.id)}><${Z} name="close" /></button>
      </div>`)}
  </div>`;var En=e=>/^[\w./:=@%?&+,-]+$/.test(e)&&!/[?&]/.test(e)?e:`'${String(e).replaceAll("'","'\\''")}'`;function E(e,t,{body:n,file:o,output:r}={}){let a=["curl"];return e!=="GET"&&!o&&!(e==="POST"&&n)&&a.push("-X",e),n&&a.push("--json",En(JSON.stringify(n))),o&&a.push("-T",En(o)),r&&a.push("-o",En(r)),a.push(En(location.origin+t)),a.join(" ")}function kl(e){let t=document.createElement("textarea");t.value=e,t.readOnly=!0,t.className="offscreen";let n=document.activeElement;document.body.append(t),t.select();let o=document.execCommand("copy");return t.remove(),n?.focus(),o}async function es(e){try{return await navigator.clipboard.writeText(e),!0}catch{return kl(e)}}async function Q(e,t){await es(e)?ne(`${t} copied`):he(new Error("the browser does not allow it; select the text instead"),`Copying ${t.toLowerCase()}`)}function U({text:e,what:t,label:n}){let[o,r]=B(!1);return l`
    <button type="button" class=${n?"button small":"button bare"}
      onClick=${async()=>{await Q(e,t),r(!0),setTimeout(()=>r(!1),1500)}} title=${`Copy ${t.toLowerCase()}`}
      aria-label=${`Copy ${t.toLowerCase()}`}>
      <${Z} name=${o?"check":"copy"} />${n}
    </button>`}var It=e=>e.hash?O(e.hash):"",Sl=e=>C(e.name)||(e.id?O(e.id):""),Cl={blob_added:e=>`${It(e)} added, ${D(e.size)}`,blob_state:e=>`${It(e)} is ${e.state}`,blob_removed:e=>`${It(e)} removed`,tag:e=>`${e.name} ${e.hash?`names ${It(e)}`:"is gone"}`,transfer:e=>`${It(e)} ${e.state}`+(e.size?`, ${He(e.bytes_done,e.size)} %`:"")+(e.error?`: ${e.error.detail}`:""),peer:e=>`${Sl(e)}: ${e.news==="state"?e.state:e.news}`+(e.reason?`, ${e.reason}`:""),discovery:e=>`${e.source}: ${e.state}`+(e.error?`, ${e.error}`:""),p2p:e=>`the engine: ${e.state}`+(e.error?`, ${e.error}`:""),task_error:e=>`${e.task}: ${e.text}`,reset:e=>`events were lost${e.reason?`: ${e.reason}`:""}`},Tl=e=>["reset","task_error"].includes(e.type)||e.data.state==="failed",Ml=e=>new Date(e).toLocaleTimeString(),Pl=({e})=>l`
  <li class="event" data-type=${e.type}>
    <span class="num muted">${e.at?Ml(e.at):"before"}</span>
    <span class=${`state ${Tl(e)?"bad":""}`}>${e.type}</span>
    <details><summary>${C(Cl[e.type]?.(e.data)??"")}</summary>
      <pre>${e.id?`id ${e.id}
`:""}${JSON.stringify(e.data,null,2)}</pre>
    </details>
  </li>`,ts=()=>bo.value.length?l`<ol class="events" aria-label="Events, newest first">
      ${bo.value.map(e=>l`<${Pl} key=${e.n} e=${e} />`)}</ol>`:l`<div class="empty"><p><strong>Nothing of this kind has happened yet.</strong></p>
      <p>Events are shown as they come.</p></div>`;var Nl=()=>E("GET",x.events({types:at.value})).replace("curl ","curl -N ");function ns(){return F(()=>{ua()},[]),l`
    <main class="page" id="main" tabindex="-1">
      <section class="card" aria-labelledby="events-title">
        <div class="card-head">
          <h2 id="events-title">Events</h2>
          <span class="spring"></span>
          <label class="offscreen" for="event-type">Type</label>
          <select id="event-type" class="narrow" value=${at.value}
            onChange=${e=>{at.value=e.target.value}}>
            <option value="">All types</option>
            ${io.map(e=>l`<option key=${e} value=${e}>${e}</option>`)}
          </select>
          <button type="button" class="button small" aria-pressed=${String(st.value)}
            onClick=${()=>la(!st.value)}>
            ${st.value?"Go on":"Pause"}</button>
          <button type="button" class="button small" onClick=${ca}>Clear</button>
          <${U} text=${Nl()} what="Curl command" label="curl" />
        </div>
        <${ts} />
      </section>
    </main>`}var w=({name:e,children:t})=>l`
  <div class="fact"><dt>${e}</dt><dd>${t}</dd></div>`,Ue=({text:e,what:t})=>l`
  <span class="copied"><code class="cut" title=${e}>${e}</code>
    <${U} text=${e} what=${t} /></span>`;var ee=({problem:e,doing:t,onRetry:n})=>l`
  <div class="problem" role="alert">
    <p><strong>${t}</strong> ${C(e.message)}</p>
    ${e.hint&&l`<p class="muted">${e.hint}</p>`}
    ${e.requestId&&e.status>=500&&l`
      <p class="muted">The node’s log has more under request${" "}
        <code>${e.requestId}</code>.</p>`}
    ${n&&l`
      <button type="button" class="button small" onClick=${n}>
        Try again</button>`}
  </div>`;var El={running:["good","Running"],stopped:["","Stopped"],failed:["bad","Failed"],disabled:["","Switched off"]},zl=e=>Re({title:"Stop the p2p engine?",confirm:"Stop p2p",danger:!0,body:l`<p>${le(e,"connection")} and every running transfer end. Blobs
    stay, and this page goes on. A restart of firnd starts it again.</p>`});function Al({state:e}){let[t,n]=B(!1),o=e==="running";return e==="disabled"?l`<span class="muted">by the setting p2p.enabled</span>`:l`
    <button type="button" class="button small" disabled=${t} onClick=${async()=>{if(!(o&&!await zl(de.value.peers?.connected??0))){n(!0);try{await pa(!o),ne(o?"p2p is stopped":"p2p is running")}catch(a){he(a,o?"Stopping p2p":"Starting p2p")}n(!1)}}}>
      ${t?"Wait…":o?"Stop p2p":"Start p2p"}</button>`}var Ll=({part:e})=>l`
  <li class="part" data-name=${e.name}>
    <span class=${`state ${e.state==="failed"?"bad":"warn"}`}>
      ${e.state==="failed"?"Failed":"Degraded"}</span>
    <span><strong>${e.name}</strong>: ${C(e.text)}</span>
  </li>`;function Dl(){if(Et.value)return l`<${ee} problem=${Et.value}
      doing="Checking the parts:" />`;if(!mn.value)return l`<p class="muted">Checking…</p>`;let e=mn.value.filter(t=>t.state!=="well");return e.length?l`<ul class="parts" aria-label="Parts that are not well">
    ${e.map(t=>l`<${Ll} key=${t.name} part=${t} />`)}</ul>`:l`<p><span class="state good">All parts are well</span></p>`}var Ol=({n:e})=>{let t=[...e.p2p?.not_bound??[],...e.http_not_bound??[]];return t.length>0&&l`
    <ul class="parts" aria-label="Addresses that could not be bound">
      ${t.map(n=>l`<li class="part" key=${n}>
        <span class="state warn">Not bound</span><span>${C(n)}</span></li>`)}</ul>`};function os(){F(da,[]),F(ea,[]);let e=de.value;if(!e)return null;let[t,n]=El[e.p2p_state]??["",e.p2p_state];return l`
    <section class="card health-card" aria-labelledby="health-title">
      <div class="card-head">
        <h2 id="health-title">Network</h2>
        <span class="spring"></span>
        <${U} text=${E("GET",x.readyz())} what="Curl command"
          label="curl" />
      </div>
      <dl class="facts">
        <${w} name="P2p engine"><span class="switch-row">
          <span class=${`state ${t}`} data-p2p=${e.p2p_state}>${n}</span>
          <${Al} state=${e.p2p_state} /></span></${w}>
        ${e.peers&&l`
          <${w} name="Peers"><a href=${fe("peers")}>
            <strong class="num">${e.peers.connected}</strong> connected</a>
            <span class="muted"> of ${e.peers.known} known</span></${w}>`}
      </dl>
      ${e.p2p?.error&&l`<p class="transfer-error">${C(e.p2p.error)}</p>`}
      <${Dl} />
      <${Ol} n=${e} />
    </section>`}var Bl=({n:e})=>l`
  <dl class="facts">
    <${w} name="Id"><${Ue} text=${e.id} what="Node id" /></${w}>
    <${w} name="Ticket"><${Ue} text=${e.ticket} what="Node ticket" /></${w}>
    ${e.endpoint_ticket&&l`
      <${w} name="Ticket for iroh 1.x">
        <${Ue} text=${e.endpoint_ticket} what="Endpoint ticket" /></${w}>`}
    <${w} name="Addresses">
      ${e.addresses.length?l`
        <ul class="plain-list">
          ${e.addresses.map(t=>l`<li><code>${t}</code></li>`)}
        </ul>`:l`<span class="muted">none that others can reach</span>`}</${w}>
    <${w} name="Up for">${ce(na())}</${w}>
    <${w} name="Version">${e.version}</${w}>
    <${w} name="Data"><code class="wrap">${e.data_dir}</code></${w}>
  </dl>`;function rs(){let e=de.value;return l`
    <section class="card node-card" aria-labelledby="node-title">
      <div class="card-head">
        <h2 id="node-title">This node</h2>
        <span class="spring"></span>
        <${U} text=${E("GET",x.node())} what="Curl command"
          label="curl" />
      </div>
      ${Le.value&&!e&&l`
        <${ee} problem=${Le.value} doing="Reading the node:"
          onRetry=${Je} />`}
      ${e&&l`<${Bl} n=${e} />`}
      ${!e&&!Le.value&&l`<p class="muted">Reading…</p>`}
    </section>`}var Fl=/^[0-9a-f]{64}$/i,Il=/^[a-z2-7]{52}$/i,as=/^(?:[0-9a-f]{64}|[a-z2-7]{52})(?:@\S+:\d{1,5})?$/i;function Fo(e){let t=e.trim();return t?Fl.test(t)||Il.test(t)?{kind:"hash",value:t.toLowerCase()}:/^blob[a-z2-7]{20,}$/i.test(t)?{kind:"ticket",value:t}:/^(node|endpoint)[a-z2-7]{20,}$/i.test(t)?{kind:"node"}:{kind:"unknown"}:{kind:"empty"}}var ss=e=>e.split(/[\s,]+/).filter(Boolean),is=e=>as.test(e);function Io(e){let t=e.trim();return as.test(t)?{address:t}:/^(node|endpoint|blob|doc)[a-z2-7]{20,}$/i.test(t)?{ticket:t}:null}var ls={unknown:"This is neither a ticket (blob…) nor a hash (64 hex digits).",node:"This ticket names a node but no blob. Ask for a blob ticket, or give the blob’s hash and the node as a peer."};function cs(e,t,n){let o=Fo(e),r=ss(t),a=r.find(i=>!is(i));if(o.kind==="empty")return{error:"Paste a ticket or a hash."};if(ls[o.kind])return{error:ls[o.kind]};if(a)return{error:`“${a}” is not a peer; it looks like id@ip:port.`};let s={[o.kind]:o.value};return o.kind==="hash"&&r.length&&(s.peers=r),n.trim()&&(s.tag=n.trim()),{body:s}}function us(){let[e,t]=B(""),[n,o]=B(""),[r,a]=B(""),[s,i]=B(null),[u,d]=B(!1),f=Fo(e).kind,b=async c=>{c.preventDefault();let{body:h,error:v}=cs(e,n,r);if(v)return i({message:v});d(!0);try{Cn(await P("POST",x.transfers(),h)),t(""),o(""),a(""),i(null)}catch(m){i(m)}return d(!1)},p=()=>{let{body:c,error:h}=cs(e,n,r);h?i({message:h}):Q(E("POST",x.transfers(),{body:c}),"Curl command")};return l`
    <form class="transfer-form" onSubmit=${b} novalidate>
      <div class="field grow">
        <label for="fetch-what">Ticket or hash</label>
        <input id="fetch-what" type="text" autocomplete="off" spellcheck=${!1}
          placeholder="blob… or 64 hex digits" value=${e}
          aria-invalid=${String(!!s)}
          aria-describedby=${s?"fetch-error":void 0}
          onInput=${c=>{t(c.target.value),i(null)}} />
      </div>
      ${f==="hash"&&l`
        <div class="field grow">
          <label for="fetch-peers">From peers</label>
          <input id="fetch-peers" type="text" autocomplete="off"
            spellcheck=${!1} placeholder="id@ip:port, …" value=${n}
            onInput=${c=>{o(c.target.value),i(null)}} />
        </div>`}
      ${f!=="empty"&&l`
        <div class="field">
          <label for="fetch-tag">Tag <span class="muted">(optional)</span></label>
          <input id="fetch-tag" type="text" autocomplete="off" value=${r}
            onInput=${c=>a(c.target.value)} />
        </div>`}
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${u}>
          ${u?"Starting…":"Fetch"}</button>
        <button type="button" class="button" onClick=${p}
          title="Copy this request as a curl command">curl</button>
      </div>
      ${s&&l`
        <p class="form-error" id="fetch-error" role="alert">
          ${s.message}${s.hint&&l` <span>${s.hint}</span>`}</p>`}
    </form>`}var vt=({percent:e,label:t,tone:n=""})=>l`
  <progress class=${`bar ${n}`} aria-label=${t} max="100"
    value=${e??void 0}></progress>`;var fs={ArrowDown:1,ArrowUp:-1};function gt({label:e,items:t}){let[n,o]=B(!1),r=ve(null),a=ve(null);F(()=>{if(!n)return;r.current.querySelector("[role=menuitem]")?.focus();let u=d=>{r.current?.contains(d.target)||o(!1)};return document.addEventListener("pointerdown",u),()=>document.removeEventListener("pointerdown",u)},[n]);let s=u=>{if(u.key==="Escape"&&n)o(!1),a.current.focus();else if(u.key==="Tab")o(!1);else if(n&&fs[u.key]){u.preventDefault();let d=[...r.current.querySelectorAll("[role=menuitem]")],f=d.indexOf(document.activeElement)+fs[u.key];d[(f+d.length)%d.length].focus()}},i=u=>{o(!1),a.current.focus(),u.run()};return l`
    <div class="menu" ref=${r} onKeyDown=${s}>
      <button type="button" class="button bare" ref=${a}
        aria-haspopup="menu" aria-expanded=${String(n)} aria-label=${e}
        title="More" onClick=${()=>o(!n)}>
        <${Z} name="more" />
      </button>
      ${n&&l`
        <div class="menu-list" role="menu" aria-label=${e}>
          ${t.map(u=>l`
            <button type="button" role="menuitem" tabindex="-1"
              class=${u.danger?"danger":""}
              onClick=${()=>i(u)}>${u.label}</button>`)}
        </div>`}
    </div>`}var Rl={queued:"Waiting",running:"Fetching",completed:"Done",failed:"Failed",cancelled:"Cancelled"},jl={completed:"good",failed:"bad",running:"busy"};async function Hl(e){try{await P("DELETE",x.transfer(e.id))}catch(t){he(t,"Cancelling")}}function Ul(e){let t=[];if(e.state==="queued"&&e.size==null)return"";if(e.state==="completed"?t.push(D(e.bytes_done)):e.size==null?t.push(D(e.bytes_done)):t.push(`${D(e.bytes_done)} of ${D(e.size)}`),e.state==="running"&&e.rate_bps>0&&(t.push(je(e.rate_bps,oe.value==="bits")),e.size!=null&&t.push(`${ce((e.size-e.bytes_done)/e.rate_bps)} left`)),e.state==="completed"&&e.started&&e.ended&&e.bytes_fetched){let n=(Date.parse(e.ended)-Date.parse(e.started))/1e3;n>0&&t.push(`${n<10?n.toFixed(1):Math.round(n)} s`,je(e.bytes_fetched/n,oe.value==="bits"))}return e.state==="completed"&&e.bytes_fetched===0&&t.push("was here already"),t.join(" · ")}var ql={idle:"not asked yet",connecting:"connecting",active:"sending",done:"done",failed:"failed"},Wl=({source:e})=>l`
  <li>
    <code title=${e.peer}>${O(e.peer)}</code>
    <span>${ql[e.state]??e.state??""}</span>
    <span class="num">${D(e.bytes)}</span>
    ${e.error&&l`<span class="source-error">${C(e.error.detail)}</span>`}
  </li>`,Gl=({sources:e})=>e.length>0&&l`
  <details class="sources">
    <summary>${le(e.length,"peer")}</summary>
    <ul>${e.map(t=>l`<${Wl} key=${t.peer} source=${t} />`)}</ul>
  </details>`,Vl=e=>[{label:"Copy hash",run:()=>Q(e.hash,"Hash")},{label:"Copy curl: watch",run:()=>Q(E("GET",`${x.transfer(e.id)}/events`).replace("curl ","curl -N "),"Curl command")},...Se(e)?[]:[{label:"Copy curl: cancel",run:()=>Q(E("DELETE",x.transfer(e.id)),"Curl command")}]];function Xl({transfer:e}){let t=e.state==="completed"?100:He(e.bytes_done,e.size),n=e.tag?C(e.tag):O(e.hash);return l`
    <li class="transfer" data-state=${e.state} data-hash=${e.hash}>
      <div class="transfer-head">
        <span class=${`state ${jl[e.state]??""}`}>${Rl[e.state]??e.state}</span>
        ${e.tag&&l`<span class="tag">${C(e.tag)}</span>`}
        <code class="hash" title=${e.hash}>${O(e.hash)}</code>
        <span class="spring"></span>
        <span class="facts-line" title=${Ce(e.bytes_done)}>${Ul(e)}</span>
        <span class="row-actions">
          ${!Se(e)&&l`
            <button type="button" class="button small"
              aria-label=${`Cancel the transfer of ${n}`}
              onClick=${()=>Hl(e)}>Cancel</button>`}
          <${gt} label=${`More for the transfer of ${n}`} items=${Vl(e)} />
        </span>
      </div>
      ${!Se(e)&&l`
        <${vt} percent=${e.state==="queued"?0:t}
          label=${`Progress of ${n}`} />`}
      ${e.error&&l`<p class="transfer-error">${C(e.error.detail)}</p>`}
      <${Gl} sources=${e.sources??[]} />
    </li>`}var Yl=()=>l`
  <div class="empty">
    <p><strong>Nothing has been fetched yet.</strong></p>
    <p>On the page of another node press “Copy ticket” beside a blob, or
      run${" "}<code>firn ticket HASH</code> there. Paste the ticket above: the
      blob comes here and is verified as it arrives.</p>
  </div>`;function ds(){let e=dt.value;return Bt.value&&!e?l`<${ee} problem=${Bt.value}
      doing="Reading the transfers:" onRetry=${Sn} />`:e?e.length?l`
    <ul class="transfers">
      ${e.map(t=>l`<${Xl} key=${t.id} transfer=${t} />`)}
    </ul>`:l`<${Yl} />`:l`<p class="muted">Reading…</p>`}async function Rt(e,t){try{await t()}catch(n){he(n,e)}}var zn=e=>e.tags[0]?.split("/").at(-1)||`${e.hash.slice(0,16)}.bin`,ps=e=>Rt("Making the ticket",async()=>{let{ticket:t}=await P("GET",x.blobTicket(e.hash));await Q(t,"Ticket")}),Jl=e=>Rt("Verifying",async()=>{ne(`Reading ${D(e.held_bytes)} from disk…`);let t=await P("POST",x.blobVerify(e.hash));t.ok?ne(`${O(e.hash)} is intact`):he({message:`${D(t.bad_bytes)} are damaged on disk`,hint:"The damaged parts are no longer served. Fetch the blob again: only they are transferred."},O(e.hash)),Ke()});async function Kl(e){let t=await Re({title:"Tag this blob",confirm:"Set tag",body:l`
      <p>A tag is a name for <code>${O(e.hash)}</code>. It keeps the
        blob from being removed. A tag that exists is moved here.</p>
      <div class="field"><label for="tag-name">Name</label>
        <input id="tag-name" name="name" type="text" required maxlength="255"
          autocomplete="off" autofocus /></div>`});t&&await Rt("Setting the tag",async()=>{await P("PUT",x.tag(t.name),{hash:e.hash}),Ke()})}async function ms(e){await Re({title:"Remove this tag?",confirm:"Remove tag",body:l`<p><span class="tag">${C(e)}</span> goes; the blob stays.</p>`})&&await Rt("Removing the tag",async()=>{await P("DELETE",x.tag(e)),Ke()})}async function Zl(e){await Re({title:"Delete this blob?",confirm:"Delete",danger:!0,body:l`
      <p><code class="wrap">${e.hash}</code></p>
      <p>${D(e.held_bytes)} are removed from this node. Other nodes keep
        their copies.</p>
      ${e.tags.length>0&&l`
        <p>Its tags go with it:
          ${e.tags.map(n=>l` <span class="tag">${C(n)}</span>`)}</p>`}`})&&await Rt("Deleting",async()=>{let n=e.tags.length?{force:"true"}:{};await P("DELETE",x.blob(e.hash,n)),ne(`${O(e.hash)} deleted`),Ke()})}var hs=e=>[{label:"Copy hash",run:()=>Q(e.hash,"Hash")},{label:"Copy curl: download",run:()=>Q(E("GET",x.blob(e.hash),{output:zn(e)}),"Curl command")},{label:"Copy curl: delete",run:()=>Q(E("DELETE",x.blob(e.hash)),"Curl command")},{label:"Tag…",run:()=>Kl(e)},{label:"Verify",run:()=>Jl(e)},{label:"Delete…",danger:!0,run:()=>Zl(e)}];var Ql=({tags:e})=>l`
  <span class="tags">
    ${e.map(t=>l`
      <span class="tag" key=${t}><span class="tag-text" title=${C(t)}>${C(t)}</span>
        <button type="button" class="tag-remove"
          aria-label=${`Remove tag ${C(t)}`} title="Remove this tag"
          onClick=${()=>ms(t)}><${Z} name="close" /></button>
      </span>`)}
  </span>`;function ec({blob:e}){if(e.state==="complete")return l`<span class="state good">Complete</span>`;let t=Ia(e),n=He(t,e.size);return l`
    <span class="partial" title=${`${Ce(t)} held`}>
      <span class="state">${n==null?"Partial":`${n} % held`}</span>
      <${vt} percent=${n??0} label=${`Held of ${O(e.hash)}`} />
    </span>`}var tc=({blob:e})=>l`
  <li class="blob" data-hash=${e.hash}>
    <code class="hash" title=${e.hash}>${O(e.hash)}</code>
    <span class="num blob-size" title=${Ce(e.size)}>${e.size==null?"unknown":D(e.size)}</span>
    <${ec} blob=${e} />
    <${Ql} tags=${e.tags} />
    <span class="row-actions">
      ${e.state==="complete"&&l`
        <a class="button small" download=${zn(e)}
          href=${x.blob(e.hash,{download:zn(e)})}>
          Download</a>`}
      <button type="button" class="button small" onClick=${()=>ps(e)}>
        Copy ticket</button>
      <${gt} label=${`More for ${O(e.hash)}`} items=${hs(e)} />
    </span>
  </li>`,vs=0;function nc(e){let t=e.target.value.trim();clearTimeout(vs),vs=setTimeout(()=>dn({tag:t}),300)}function gs(){return l`
    <div class="filters" role="search" aria-label="Blobs shown">
      <label class="offscreen" for="filter-state">State</label>
      <select id="filter-state" value=${Oe.value.state}
        onChange=${e=>dn({state:e.target.value})}>
        <option value="">All states</option>
        <option value="complete">Complete</option>
        <option value="partial">Partial</option>
      </select>
      <label class="offscreen" for="filter-tag">Tag</label>
      <input id="filter-tag" type="search" placeholder="Exact tag"
        autocomplete="off" value=${Oe.value.tag} onInput=${nc} />
    </div>`}var oc=()=>(ho.value||fn.value)&&l`
  <nav class="pager" aria-label="Pages of blobs">
    <button type="button" class="button small" disabled=${!fn.value}
      onClick=${vo}>Previous</button>
    <span class="muted">Page ${oa.value}</span>
    <button type="button" class="button small" disabled=${!ho.value}
      onClick=${aa}>Next</button>
  </nav>`;function rc(){return ra.value?l`
      <div class="empty">
        <p><strong>No blob is like that.</strong></p>
        <button type="button" class="button small"
          onClick=${()=>dn({state:"",tag:""})}>Show all</button>
      </div>`:l`
    <div class="empty">
      <p><strong>This node is empty.</strong></p>
      <p>Drop files anywhere on this page, use “Add files”, or put one in from
        a shell:</p>
      <p><code>firn add FILE</code></p>
      <p><code class="wrap">${E("PUT",x.blobs(),{file:"FILE"})}</code></p>
    </div>`}function bs(){let e=po.value;return Pt.value&&!e?l`<${ee} problem=${Pt.value}
      doing="Reading the blobs:" onRetry=${Fe} />`:e?e.length?l`
    <ul class="blobs" aria-label="Blobs">
      <li class="blob blob-head" aria-hidden="true">
        <span>Hash</span><span class="num">Size</span><span>State</span>
        <span>Tags</span><span></span>
      </li>
      ${e.map(t=>l`<${tc} key=${t.hash} blob=${t} />`)}
    </ul>
    <${oc} />`:l`<${rc} />`:l`<p class="muted">Reading…</p>`}var ac={waiting:"Waiting",running:"Uploading",done:"Stored",failed:"Failed",cancelled:"Stopped"},sc={done:"good",failed:"bad",running:"busy"},_s=e=>e.state==="running"&&e.done>=e.size,ic=e=>_s(e)?"Storing":e.state==="done"&&!e.result.created?"Known already":ac[e.state],lc=({u:e})=>l`
  <li class="upload" data-state=${e.state}>
    <div class="transfer-head">
      <span class=${`state ${sc[e.state]??""}`}>${ic(e)}</span>
      <span class="file-name">${C(e.name)}</span>
      <span class="spring"></span>
      <span class="facts-line">
        ${Ze(e)?D(e.size):`${D(e.done)} of ${D(e.size)}`}</span>
      ${e.result&&l`
        <${U} text=${e.result.hash} what="Hash" label="Hash" />`}
      ${e.state==="failed"&&l`
        <button type="button" class="button small" onClick=${()=>Ua(e.id)}>
          Try again</button>`}
      <button type="button" class="button bare"
        aria-label=${Ze(e)?`Dismiss ${C(e.name)}`:`Stop uploading ${C(e.name)}`}
        onClick=${()=>qa(e.id)}><${Z} name="close" /></button>
    </div>
    ${!Ze(e)&&l`
      <${vt} percent=${_s(e)?null:He(e.done,e.size)}
        label=${`Upload of ${C(e.name)}`} />`}
    ${e.problem&&e.state==="failed"&&l`
      <p class="transfer-error">${e.problem.message} ${e.problem.hint}</p>`}
  </li>`;function $s(){let e=ie.value;return e.length?l`
    <div class="uploads">
      <ul aria-label="Uploads">
        ${e.map(t=>l`<${lc} key=${t.id} u=${t} />`)}
      </ul>
      ${e.length>1&&e.every(Ze)&&l`
        <button type="button" class="button small" onClick=${Wa}>
          Clear this list</button>`}
    </div>`:null}var ys=()=>l`
  <main class="overview" id="main" tabindex="-1">
    <div class="side"><${os} /><${rs} /></div>
    <section class="card transfers-card" aria-labelledby="transfers-title">
      <div class="card-head"><h2 id="transfers-title">Transfers</h2></div>
      <${us} />
      <${ds} />
    </section>
    <section class="card blobs-card" aria-labelledby="blobs-title">
      <div class="card-head">
        <h2 id="blobs-title">Blobs</h2>
        <span class="spring"></span>
        <${gs} />
        <${U} text=${E("PUT",x.blobs(),{file:"FILE"})}
          what="Curl command" label="curl" />
        <${Xa} />
      </div>
      <${$s} />
      <${bs} />
    </section>
  </main>`;var cc={static:"the list in the settings",mdns:"DNS-SD by Avahi",lan:"iroh’s multicast",dns:"_iroh TXT records",exchange:"peers tell of peers"},uc={off:"Off",starting:"Starting",running:"Running",failed:"Failed"},fc={running:"good",failed:"bad",starting:"busy"},dc=({s:e})=>l`
  <li>
    <a href=${fe("peers",e.id)}>${C(e.name)||O(e.id)}</a>
    <span>${e.addresses.join(", ")}</span>
    <span class="muted">${pt(e.last_seen,De.value)}</span>
  </li>`;function pc({source:e}){let t=Object.entries(e.faults).filter(([,n])=>n>0).map(([n,o])=>`${n.replaceAll("_"," ")} ${o}×`);return l`
    <li class="source" data-name=${e.name}>
      <div class="transfer-head">
        <strong>${e.name}</strong><span class="muted">${cc[e.name]}</span>
        <span class="spring"></span>
        <span class=${`state ${fc[e.state]??""}`}>${uc[e.state]??e.state}</span>
      </div>
      ${e.enabled?l`<p class="facts-line">
        ${e.announced&&"announces this node · "}found ${le(e.discovered,"node")} ·
        ${" "}ran ${le(e.runs,"time")}${t.length>0&&` · ${t.join(", ")}`}</p>`:l`<p class="facts-line">switched off by discovery.${e.name}.enabled</p>`}
      ${e.error&&l`<p class="transfer-error">${C(e.error)}</p>`}
      ${e.sightings.length>0&&l`
        <details class="sources"><summary>sees ${le(e.sightings.length,"node")}</summary>
          <ul>${e.sightings.map(n=>l`<${dc} key=${n.id} s=${n} />`)}</ul>
        </details>`}
    </li>`}function xs(){return At.value?l`<${ee} problem=${At.value}
      doing="Reading the sources:" />`:yn.value?l`
    <ul class="source-list">${yn.value.map(e=>l`
      <${pc} key=${e.name} source=${e} />`)}</ul>`:l`<p class="muted">Reading…</p>`}var mc=[[/not who it should|identity/,"Another node answers there. Was its key changed, or the address given to another machine? Connect with its present id."],[/banned/,"That node has banned this one; its operator can take it back."],[/enough peers/,"It has as many links as it may have. Raise its peers.max_links."],[/refused|no protocol|closed/,"It is there and does not want this connection. Is it a node of a version that speaks with this one?"],[/unreachable|no route/,"No way leads there from this machine. Check its network and routes."],[/timed out|no answer|nothing was heard|timeout/,"Nobody answers. Is it running, and does a firewall let UDP through to its port?"]];function An(e){if(e.banned)return"It is banned here. Unban it to let it connect.";if(e.state==="connected"||e.state==="connecting")return"";if(!e.addresses.length)return"No address of it is known. Connect with id@ip:port or a ticket, or let discovery find it.";if(!e.last_error)return"";let t=e.last_error.toLowerCase();return mc.find(([n])=>n.test(t))?.[1]??"It is tried again by itself."}var J=e=>C(e.name)||O(e.id);async function jt(e,t){try{await t()}catch(n){he(n,e)}ct(),$n()}var Ro=e=>jt(`Pinging ${J(e)}`,async()=>{let t=await P("POST",x.peerPing(e.id),{count:4}),{min:n,mean:o,max:r}=t.rtt_ms;ne(`${J(e)}: ${t.received} of ${t.sent} came back in ${te(o)} (${te(n)} to ${te(r)})${t.by==="quic"?", as QUIC measures":""}`)}),jo=e=>jt(`Connecting to ${J(e)}`,async()=>{await P("POST",x.peers(),{address:e.id}),ne(`${J(e)} is connected`)});async function Ho(e,t,n,o=!0){return await Re({title:e,confirm:t,danger:o,body:n})!==null}var Uo=({peer:e})=>l`
  <p><strong>${J(e)}</strong><br /><code class="wrap">${e.id}</code></p>`;async function qo(e){await Ho("Disconnect and forget this peer?","Disconnect",l`
    <${Uo} peer=${e} />
    <p>Its addresses and measurements are dropped. It may come back by
      discovery, or connect by itself; ban it to keep it away.</p>`)&&await jt(`Disconnecting ${J(e)}`,async()=>{await P("DELETE",x.peer(e.id)),ne(`${J(e)} is forgotten`),Y.value.id===e.id&&gn("peers")})}async function Wo(e){await Ho("Ban this peer?","Ban",l`
    <${Uo} peer=${e} />
    <p>It is disconnected and refused from now on, also after a restart, until
      the ban is taken back.</p>`)&&await jt(`Banning ${J(e)}`,async()=>{await P("POST",x.peerBan(e.id)),ne(`${J(e)} is banned`)})}async function Go(e){await Ho("Take the ban back?","Unban",l`
    <${Uo} peer=${e} />
    <p>It may connect again, and is connected to when it is found.</p>`,!1)&&await jt(`Unbanning ${J(e)}`,async()=>{await P("POST",x.peerUnban(e.id)),ne(`${J(e)} is not banned any more`)})}var ws=e=>[...e.state==="connected"?[{label:"Ping",run:()=>Ro(e)}]:e.banned?[]:[{label:"Connect",run:()=>jo(e)}],{label:"Copy id",run:()=>Q(e.id,"Node id")},{label:"Copy curl: details",run:()=>Q(E("GET",x.peer(e.id)),"Curl command")},{label:"Disconnect…",danger:!0,run:()=>qo(e)},e.banned?{label:"Unban…",run:()=>Go(e)}:{label:"Ban…",danger:!0,run:()=>Wo(e)}];function R({name:e,label:t,sorting:n,onSort:o,className:r=""}){let a=n.key===e,s=n.isDown?"descending":"ascending";return l`
    <th scope="col" class=${r} aria-sort=${a?s:void 0}>
      <button type="button" class="sort-button" onClick=${()=>o(e)}>
        ${t}<span class="sort-mark" aria-hidden="true">${a?n.isDown?"↓":"↑":""}</span></button>
    </th>`}var ks=100,Ss={connected:"Connected",connecting:"Connecting",disconnected:"Disconnected",disconnecting:"Disconnecting",failed:"Failed"},hc={connected:"good",connecting:"busy",failed:"bad"},Vo=({peer:e})=>e.banned?l`<span class="state bad">Banned</span>`:l`<span class=${`state ${hc[e.state]??""}`}>${Ss[e.state]??e.state}</span>`,vc=({peer:e})=>{let t=An(e);return e.state==="connected"||!t&&!e.last_error?null:l`
    <tr class="trouble"><td colspan="10">
      ${e.last_error&&l`<span class="transfer-error">${C(e.last_error)}</span>`}
      ${" "}${t&&l`<span class="muted">${t}</span>`}</td></tr>`};function gc({peer:e,isChosen:t}){let n=oe.value==="bits",o=e.state==="connected",r=a=>o?a:"–";return l`
    <tr class=${t?"selected":""} data-id=${e.id} data-state=${e.state}>
      <th scope="row">
        <a href=${fe("peers",e.id)} aria-current=${t?"true":void 0}>${J(e)}</a>
        <span class="sub muted">${e.name&&l`<code>${O(e.id)}</code>`}
          ${e.kind==="iroh"&&l`<span>iroh</span>`}
          ${e.pinned&&l`<span title="Connected to again whenever it is lost">pinned</span>`}</span>
      </th>
      <td><${Vo} peer=${e} /></td>
      <td class="num">${r(te(e.rtt_ms))}</td>
      <td class="num second">${r(Te(e.loss))}</td>
      <td class="num extra">${r(Me(e.rx_bps,n))}</td>
      <td class="num extra">${r(Me(e.tx_bps,n))}</td>
      <td class="num extra">${r(e.score.toFixed(2))}</td>
      <td class="num extra">${e.reputation}</td>
      <td class="num extra">${e.reconnects}</td>
      <td class="cell-menu"><${gt} label=${`More for ${J(e)}`}
        items=${ws(e)} /></td>
    </tr>
    <${vc} peer=${e} />`}var bc=()=>{let e={sorting:zt.value,onSort:ya};return l`
    <tr>
      <${R} name="name" label="Peer" ...${e} />
      <${R} name="state" label="State" ...${e} />
      <${R} name="rtt" label="RTT" className="num" ...${e} />
      <${R} name="loss" label="Loss" className="num second" ...${e} />
      <${R} name="rx" label="In" className="num extra" ...${e} />
      <${R} name="tx" label="Out" className="num extra" ...${e} />
      <${R} name="score" label="Score" className="num extra" ...${e} />
      <${R} name="reputation" label="Reputation" className="num extra" ...${e} />
      <${R} name="reconnects" label="Reconnects" className="num extra" ...${e} />
      <th scope="col"><span class="offscreen">Actions</span></th>
    </tr>`};function Cs(){let e=xa.value??{},t=(n,o)=>l`
    <option value=${n}>${o}${e[n]?` (${e[n]})`:""}</option>`;return l`
    <label class="offscreen" for="peer-state">State</label>
    <select id="peer-state" class="narrow" value=${ke.value}
      onChange=${n=>{ke.value=n.target.value}}>
      <option value="">All states${e.known?` (${e.known})`:""}</option>
      ${Object.entries(Ss).map(([n,o])=>t(n,o))}
      ${t("banned","Banned")}
    </select>`}var _c=()=>l`
  <div class="empty">
    <p><strong>${ke.value?"No peer is like that.":"No peer is known yet."}</strong></p>
    ${ke.value?l`
      <button type="button" class="button small"
        onClick=${()=>{ke.value=""}}>Show all</button>`:l`
      <p>Nodes on the same network find each other by themselves. For others
        paste an address or a ticket above, or run</p>
      <p><code>firn connect ID@IP:PORT</code></p>`}
  </div>`;function Ts(){let[e,t]=B(ks),n=$a.value,o=bn.value;return o&&!n?l`<${ee} problem=${o} doing="Reading the peers:"
      onRetry=${ct} />`:n?l`
    ${o&&l`<${ee} problem=${o} doing="Reading the peers:" />`}
    ${n.length?l`
      <table class="table peers">
        <caption class="offscreen">Peers</caption>
        <thead><${bc} /></thead>
        <tbody>${n.slice(0,e).map(r=>l`
          <${gc} key=${r.id} peer=${r} isChosen=${r.id===Y.value.id} />`)}</tbody>
      </table>`:l`<${_c} />`}
    ${n.length>e&&l`
      <div class="pager"><button type="button" class="button small"
        onClick=${()=>t(e+4*ks)}>
        Show more (${n.length-e} left)</button></div>`}
    ${xo.value&&l`<p class="muted">There are more; the first
      ${n.length.toLocaleString("en-US")} by id are here.</p>`}`:l`<p class="muted">Reading…</p>`}var Xo=240,Ln=48;function $c(e,t){let n=Xo/Math.max(1,e.length-1),o="",r=!1;return e.forEach((a,s)=>{if(a==null){r=!1;return}let i=Ln-2-a/t*(Ln-6);o+=`${r?"L":"M"}${(s*n).toFixed(1)} ${i.toFixed(1)}`,r=!0}),o}function Ht({name:e,values:t,format:n,tone:o=""}){let r=t.filter(u=>u!=null);if(!r.length)return l`<p class="spark"><span class="spark-name">${e}</span>${" "}
      <span class="muted">not measured yet</span></p>`;let a=Math.max(...r),s=n(r.at(-1)),i=$c(t,a||1);return l`
    <figure class="spark">
      <figcaption><span class="spark-name">${e}</span>
        <strong class="num">${s}</strong>
        <span class="muted num">at most ${n(a)}</span></figcaption>
      <svg class=${`spark-line ${o}`} viewBox=${`0 0 ${Xo} ${Ln}`}
        preserveAspectRatio="none" role="img"
        aria-label=${`${e} of the last minute: ${s} now, ${n(a)} at most`}>
        <path class="spark-base" d=${`M0 ${Ln-1}H${Xo}`} />
        <path d=${i} />
      </svg>
    </figure>`}var yc={firn:"Firn node",iroh:"stock iroh endpoint",unknown:"not known yet"},xc=({p:e})=>l`
  <div class="action-row">
    ${e.state==="connected"?l`<button type="button" class="button small" onClick=${()=>Ro(e)}>Ping</button>`:!e.banned&&l`<button type="button" class="button small"
          onClick=${()=>jo(e)}>Connect</button>`}
    <button type="button" class="button small" onClick=${()=>qo(e)}>Disconnect…</button>
    ${e.banned?l`<button type="button" class="button small" onClick=${()=>Go(e)}>Unban…</button>`:l`<button type="button" class="button small" onClick=${()=>Wo(e)}>Ban…</button>`}
    <${U} text=${E("GET",x.peer(e.id))} what="Curl command" label="curl" />
    <a class="button small" href=${fe("topology",e.id)}>In the topology</a>
  </div>`;function wc({p:e}){if(!e.samples.length)return null;let t=oe.value==="bits",n=r=>e.samples.map(a=>a[r]),o=r=>je(r,t);return l`
    <section aria-label="The last minute">
      <h3>The last minute</h3>
      <div class="sparks">
        <${Ht} name="RTT" values=${n("rtt_ms")} format=${te} />
        <${Ht} name="In" values=${n("rx_bps")} format=${o} />
        <${Ht} name="Out" values=${n("tx_bps")} format=${o} />
        <${Ht} name="Loss" values=${n("loss")} format=${Te} tone="bad" />
      </div>
    </section>`}var kc=({list:e})=>l`
  <section aria-label="Addresses">
    <h3>Addresses</h3>
    ${e.length?l`
      <table class="table dense">
        <thead><tr><th scope="col">Address</th><th scope="col">From</th>
          <th scope="col">Worked</th></tr></thead>
        <tbody>${e.map(t=>l`
          <tr key=${t.addr}><th scope="row"><code class="wrap">${t.addr}</code></th>
            <td>${t.source}</td><td>${pt(t.last_ok,De.value)}</td></tr>`)}</tbody>
      </table>`:l`<p class="muted">None is known.</p>`}
  </section>`,Sc={served:"served",wrong_data:"wrong data",stalled:"stalled",timed_out:"timed out",broke_protocol:"broke the protocol"};function Cc({p:e}){let t=e.state==="connected",n=Object.entries(e.deeds).filter(([,o])=>o>0).map(([o,r])=>`${Sc[o]??o} ${r}×`);return l`
    <dl class="facts tight">
      <${w} name="Id"><${Ue} text=${e.id} what="Node id" /></${w}>
      <${w} name="Kind">${yc[e.kind]??e.kind}${e.agent&&`, ${C(e.agent)}`}</${w}>
      <${w} name="Since">${pt(e.since,De.value)}</${w}>
      <${w} name="Found by">${e.discovered_by}${e.pinned&&", pinned"}</${w}>
      ${t&&l`
        <${w} name="Path"><span title=${e.path?.why}>${e.path?.addr??"–"}</span>
          ${e.direction&&l`<span class="muted"> ${e.direction==="in"?"it dialled":"we dialled"}</span>`}</${w}>
        <${w} name="RTT">${te(e.rtt_ms)}
          <span class="muted"> ± ${te(e.rtt_var_ms)}</span></${w}>
        <${w} name="Loss">${Te(e.loss)}</${w}>
        <${w} name="Window">${D(e.quality.cwnd)}</${w}>
        <${w} name="Received, sent">${D(e.quality.rx_bytes)}, ${D(e.quality.tx_bytes)}</${w}>
        ${e.observed&&l`<${w} name="Sees this node at"><code>${e.observed}</code></${w}>`}`}
      <${w} name="Score">${e.score.toFixed(2)}</${w}>
      <${w} name="Reputation">${e.reputation}
        ${n.length>0&&l`<span class="muted"> ${n.join(", ")}</span>`}</${w}>
      <${w} name="Reconnects">${e.reconnects}</${w}>
      ${!t&&e.next_dial_in_s!=null&&l`
        <${w} name="Tried again in">${ce(e.next_dial_in_s)}</${w}>`}
      ${!t&&l`<${w} name="Last connected">${pt(e.last_connected,De.value)}</${w}>`}
    </dl>`}function Ms(){let e=_n.value;if(lt.value)return l`<${ee} problem=${lt.value}
      doing="Reading the peer:" onRetry=${$n} />`;if(!e)return l`<p class="muted">Reading…</p>`;let t=An(e);return l`
    <div class="card-head">
      <h2 class="file-name" id="peer-title">${J(e)}</h2>
      <${Vo} peer=${e} />
      <span class="spring"></span>
      <a class="button small" href=${fe("peers")}>Close</a>
    </div>
    ${e.last_error&&l`
      <div class=${e.state==="connected"?"note":"problem"}>
        <p><strong>Last error:</strong> ${C(e.last_error)}</p>
        ${t&&l`<p class="muted">${t}</p>`}</div>`}
    ${!e.last_error&&t&&l`<div class="note"><p>${t}</p></div>`}
    <${xc} p=${e} />
    <${Cc} p=${e} />
    <${wc} p=${e} />
    <${kc} list=${e.addresses} />`}var Ps={message:"This is neither id@ip:port, nor an id (64 hex digits), nor a ticket."};function Ns(){let[e,t]=B(""),[n,o]=B(null),[r,a]=B(!1),s=async u=>{u.preventDefault();let d=Io(e);if(!d)return o(Ps);a(!0),o(null);try{let f=await P("POST",x.peers(),d);ne(`${J(f)} is connected`),t(""),ct()}catch(f){o(f)}return a(!1)},i=()=>{let u=Io(e);u?Q(E("POST",x.peers(),{body:u}),"Curl command"):o(Ps)};return l`
    <form class="transfer-form" onSubmit=${s} novalidate>
      <div class="field grow">
        <label for="connect-to">Address or ticket of a node</label>
        <input id="connect-to" type="text" autocomplete="off" spellcheck=${!1}
          placeholder="id@ip:port, id, or node…" value=${e}
          aria-invalid=${String(!!n)}
          aria-describedby=${n?"connect-error":void 0}
          onInput=${u=>{t(u.target.value),o(null)}} />
      </div>
      <div class="form-actions">
        <button type="submit" class="button primary" disabled=${r}>
          ${r?"Connecting…":"Connect"}</button>
        <button type="button" class="button" onClick=${i}
          title="Copy this request as a curl command">curl</button>
      </div>
      ${n&&l`
        <p class="form-error" id="connect-error" role="alert">
          ${n.message}${n.hint&&l` <span>${n.hint}</span>`}</p>`}
    </form>`}function Tc(){return F(ga,[Y.value.id]),l`
    <section class="card details-card" aria-label="The chosen peer">
      <${Ms} /></section>`}function Es(){return F(va,[]),F(ba,[]),l`
    <main class="page peers-page" id="main" tabindex="-1">
      ${Y.value.id&&l`<${Tc} />`}
      <section class="card list-card" aria-labelledby="peers-title">
        <div class="card-head">
          <h2 id="peers-title">Peers</h2>
          <span class="spring"></span>
          <${Cs} />
          <${U} text=${E("GET",x.peers())} what="Curl command"
            label="curl" />
        </div>
        <${Ns} />
        <${Ts} />
      </section>
      <section class="card discovery-card" aria-labelledby="discovery-title">
        <div class="card-head">
          <h2 id="discovery-title">How peers are found</h2>
          <span class="spring"></span>
          <${U} text=${E("GET",x.discovery())}
            what="Curl command" label="curl" />
        </div>
        <${xs} />
      </section>
    </main>`}var Mc=[{word:"good",rttMs:50,loss:.005},{word:"fair",rttMs:200,loss:.02}];function zs({rtt_ms:e,loss:t}){if(e==null&&t==null)return"unknown";let n=o=>(e??0)<=o.rttMs&&(t??0)<=o.loss;return Mc.find(n)?.word??"poor"}var As={good:"up to 50 ms, 0.5 % loss",fair:"up to 200 ms, 2 % loss",poor:"slower or lossier",unknown:"not measured",lost:"gone"};function Ls(e){return e>1e3?Math.min(6,1+Math.floor(Math.log10(e/1e3)+1)):1}var Pc=["surface","text","accent","bad","link-good","link-fair","link-poor","link-unknown","link-lost"];function Yo(e){let t=getComputedStyle(e);return Object.fromEntries(Pc.map(n=>[n,t.getPropertyValue(`--${n}`).trim()]))}var Nc={poor:[6,3],unknown:[2,3],lost:[4,4]},Ec=["unknown","good","fair","poor","lost"],qt=e=>Na(e)?"lost":zs(e.data),zc=e=>C(e.data.name)||O(e.id);function Jo(e,t){let n=t==="bytes"?r=>r.data.bytes??0:r=>r.degree,o=1;for(let r of e.nodes.values())o=Math.max(o,n(r));for(let r of e.nodes.values())r.radius=5+9*Math.sqrt(n(r)/o)+(r.data.state==="self"?3:0)}function Ac(e){let t=new Map;for(let n of e.links.values()){let o=qt(n),r=o==="lost"?2:Ls((n.data.rx_bps??0)+(n.data.tx_bps??0)),a=`${Ec.indexOf(o)}${r}`;t.has(a)||t.set(a,{key:a,look:o,width:r,links:[]}),t.get(a).links.push(n)}return[...t.values()].sort((n,o)=>n.key<o.key?-1:1)}var Bs=300;function Lc(e,{source:t,target:n}){e.moveTo(t.x,t.y),e.lineTo(n.x,n.y)}function Dc(e,{source:t,target:n},o,r){let a=Math.hypot(n.x-t.x,n.y-t.y)||1,s=(t.y-n.y)/a*r,i=(n.x-t.x)/a*r;for(let u=(1-o)/2;u<o/2;u++)e.moveTo(t.x+u*s,t.y+u*i),e.lineTo(n.x+u*s,n.y+u*i)}function Ds(e,t,n,{pixel:o,ratio:r,isCrowded:a}){let s=o/r;e.beginPath(),e.lineWidth=a?s:n*o;for(let i of t)a?Dc(e,i,Math.round(n*r),s):Lc(e,i);e.stroke()}function Oc(e,t){let{colors:n,groups:o,focus:r,selected:a}=t,s=r!==null,i=t.isCrowded?.45:.9,u=({source:d,target:f})=>r.has(d)&&r.has(f)&&(!a||d===a||f===a);for(let{look:d,width:f,links:b}of o)e.strokeStyle=n[`link-${d}`],e.setLineDash(b.length>Bs?[]:(Nc[d]??[]).map(p=>p*t.pixel)),e.globalAlpha=d==="lost"?1:s?.1:i,Ds(e,b,f,t),s&&(e.globalAlpha=1,Ds(e,b.filter(u),f+1,{...t,isCrowded:!1}));e.setLineDash([]),e.globalAlpha=1}function Ut(e,t,n){e.beginPath();for(let o of t){let r=o.radius+n;e.moveTo(o.x+r,o.y),e.arc(o.x,o.y,r,0,2*Math.PI)}}function Bc(e,t){e.beginPath();for(let n of t){let o=n.radius*.45;e.moveTo(n.x-o,n.y-o),e.lineTo(n.x+o,n.y+o),e.moveTo(n.x+o,n.y-o),e.lineTo(n.x-o,n.y+o)}}var $e=e=>e.goneAt||e.data.state==="lost"?"lost":e.data.state,Fs={reachable(e,t,{colors:n,scale:o}){Ut(e,t,0),e.fillStyle=n.surface,e.strokeStyle=n.accent,e.lineWidth=2/o,e.fill(),e.stroke()},connected(e,t,{colors:n,scale:o}){Ut(e,t,0),e.fillStyle=n.accent,e.strokeStyle=n.surface,e.lineWidth=1/o,e.fill(),e.stroke()},lost(e,t,{colors:n,scale:o}){Ut(e,t,0),e.fillStyle=n.surface,e.strokeStyle=n.bad,e.lineWidth=1.5/o,e.fill(),e.stroke(),Bc(e,t),e.stroke()},self(e,t,n){let{colors:o,scale:r}=n;Ut(e,t,4/r),e.fillStyle=o.surface,e.strokeStyle=o.accent,e.lineWidth=2/r,e.fill(),e.stroke(),Fs.connected(e,t,n)}};function Fc(e,t){let n={lost:[],reachable:[],connected:[],self:[]},o=r=>t.focus!==null&&!t.focus.has(r);for(let r of[!0,!1]){for(let a of Object.values(n))a.length=0;for(let a of t.graph.nodes.values())o(a)===r&&(n[$e(a)]??n.reachable).push(a);e.globalAlpha=r?.25:1;for(let[a,s]of Object.entries(n))s.length&&Fs[a](e,s,t)}t.selected&&(Ut(e,[t.selected],8/t.scale),e.strokeStyle=t.colors.text,e.lineWidth=2/t.scale,e.stroke())}var Os=(e,t)=>(t===e.selected?4e6:0)+(t===e.hovered?2e6:0)+(t.data.state==="self"?1e6:0)+(e.focus?.has(t)?1e4:0)+t.radius;function Ic(e,t){let{colors:n,toScreen:o,width:r,height:a}=t,s=[],i=d=>s.every(f=>d.x1<f.x0||d.x0>f.x1||d.y1<f.y0||d.y0>f.y1),u=t.graph.nodes.size>150?40:150;e.font=t.font,e.textAlign="center",e.textBaseline="top",e.lineJoin="round",e.lineWidth=3;for(let d of t.byWeight){if(s.length>=u)break;if(t.focus&&!t.focus.has(d)&&d!==t.hovered)continue;let f=o(d),b=f.y+d.radius*t.scale+4;if(f.x<0||f.x>r||f.y<0||b>a)continue;if(!d.label||d.labelOf!==d.data.name){d.labelOf=d.data.name;let h=zc(d);d.label=h.length>24?`${h.slice(0,23)}…`:h,d.labelWidth=e.measureText(d.label).width}let p=d.labelWidth/2+3,c={x0:f.x-p,x1:f.x+p,y0:b-1,y1:b+15};i(c)&&(s.push(c),e.globalAlpha=$e(d)==="lost"?.75:1,e.strokeStyle=n.surface,e.strokeText(d.label,f.x,b),e.fillStyle=n.text,e.fillText(d.label,f.x,b))}e.globalAlpha=1}function Ko(e){e.groups=Ac(e.graph),Dn(e)}function Dn(e){e.byWeight=[...e.graph.nodes.values()].sort((t,n)=>Os(e,n)-Os(e,t))}function Zo(e,t){let{view:n,ratio:o,width:r,height:a}=t;t.scale=n.k,t.isCrowded=t.graph.links.size>Bs,t.pixel=1/n.k,t.toScreen=s=>({x:s.x*n.k+n.x,y:s.y*n.k+n.y}),e.setTransform(o,0,0,o,0,0),e.clearRect(0,0,r,a),e.save(),e.translate(n.x,n.y),e.scale(n.k,n.k),Oc(e,t),Fc(e,t),e.restore(),Ic(e,t)}var On={self:"This node",connected:"Connected",reachable:"Reachable",lost:"Lost"},Rc={self:"busy",connected:"good",lost:"bad"},er=({state:e})=>l`
  <span class=${`state ${Rc[e]??""}`}>${On[e]??e}</span>`,Is=({look:e})=>l`
  <span class="link-word"><span class=${`swatch ${e}`}></span>${e}</span>`,Pe=e=>C(e.data.name)||O(e.id);function jc(e,t){let{rx_bps:n,tx_bps:o,from:r}=e.data;return r===t.id?{rx:n,tx:o}:{rx:o,tx:n}}function Hc({link:e,node:t,onSelect:n}){let o=Lt(e,t),{rx:r,tx:a}=jc(e,t),s=oe.value==="bits",i=qt(e);return l`
    <tr>
      <th scope="row"><button type="button" class="link-button"
        onClick=${()=>n(o)}>${Pe(o)}</button></th>
      <td><span class=${`swatch ${i}`}></span><span class="offscreen">${i}</span></td>
      <td class="num">${i==="lost"?"lost":te(e.data.rtt_ms)}</td>
      <td class="num">${Te(e.data.loss)}</td>
      <td class="num">${Me(r,s)}</td>
      <td class="num">${Me(a,s)}</td>
    </tr>`}var Uc=({node:e,at:t,onSelect:n})=>l`
  <div class="table-box" tabindex="0" role="region" aria-label="Links of this node">
    <table class="table dense">
      <thead><tr>
        <th scope="col">To</th>
        <th scope="col"><span class="offscreen">Quality</span></th>
        <th scope="col" class="num">RTT</th><th scope="col" class="num">Loss</th>
        <th scope="col" class="num">In</th><th scope="col" class="num">Out</th>
      </tr></thead>
      <tbody>${e.links.map(o=>l`
        <${Hc} key=${o.key} link=${o} node=${e}
          at=${t} onSelect=${n} />`)}</tbody>
    </table>
  </div>`,Qo=(e,t)=>e==null?"not told":t(e),Rs=({node:e,at:t,onSelect:n,onClose:o})=>{let r=e.data,a=r.state==="connected"||r.state==="lost";return l`
    <div class="details" data-id=${e.id}>
      <div class="card-head">
        <h3 class="file-name">${Pe(e)}</h3>
        <${er} state=${$e(e)} />
        <span class="spring"></span>
        <button type="button" class="button small" onClick=${o}>Close</button>
      </div>
      <dl class="facts tight">
        <${w} name="Id"><${Ue} text=${e.id} what="Node id" /></${w}>
        <${w} name="Version">${C(r.version)||"not told"}</${w}>
        <${w} name="Up for">${Qo(r.uptime_s,ce)}</${w}>
        <${w} name="Blobs">${Qo(r.blobs,s=>s.toLocaleString("en-US"))}</${w}>
        <${w} name="Holds"><span title=${Ce(r.bytes)}>${Qo(r.bytes,D)}</span></${w}>
        <${w} name="Links">${le(e.degree,"link")}</${w}>
      </dl>
      <div class="action-row">
        ${a&&l`
          <a class="button small" href=${fe("peers",e.id)}>Peer page</a>`}
        <${U} what="Curl command" label="curl"
          text=${E("GET",a?x.peer(e.id):x.topology())} />
      </div>
      ${e.links.length>0&&l`<${Uc} node=${e}
        at=${t} onSelect=${n} />`}
    </div>`};function qc(e){let t=+this._x.call(null,e),n=+this._y.call(null,e);return Hs(this.cover(t,n),t,n,e)}function Hs(e,t,n,o){if(isNaN(t)||isNaN(n))return e;var r,a=e._root,s={data:o},i=e._x0,u=e._y0,d=e._x1,f=e._y1,b,p,c,h,v,m,g,_;if(!a)return e._root=s,e;for(;a.length;)if((v=t>=(b=(i+d)/2))?i=b:d=b,(m=n>=(p=(u+f)/2))?u=p:f=p,r=a,!(a=a[g=m<<1|v]))return r[g]=s,e;if(c=+e._x.call(null,a.data),h=+e._y.call(null,a.data),t===c&&n===h)return s.next=a,r?r[g]=s:e._root=s,e;do r=r?r[g]=new Array(4):e._root=new Array(4),(v=t>=(b=(i+d)/2))?i=b:d=b,(m=n>=(p=(u+f)/2))?u=p:f=p;while((g=m<<1|v)===(_=(h>=p)<<1|c>=b));return r[_]=a,r[g]=s,e}function Wc(e){Array.isArray(e)||(e=Array.from(e));let t=e.length,n=new Float64Array(t),o=new Float64Array(t),r=1/0,a=r,s=-r,i=s;for(let u=0,d,f,b;u<t;++u){if(isNaN(f=+this._x.call(null,d=e[u]))||isNaN(b=+this._y.call(null,d))){n[u]=NaN;continue}n[u]=f,o[u]=b,f<r&&(r=f),f>s&&(s=f),b<a&&(a=b),b>i&&(i=b)}if(r>s||a>i)return this;this.cover(r,a).cover(s,i);for(let u=0;u<t;++u)Hs(this,n[u],o[u],e[u]);return this}function Gc(e,t){if(isNaN(e=+e)||isNaN(t=+t))return this;var n=this._x0,o=this._y0,r=this._x1,a=this._y1;if(isNaN(n))r=(n=Math.floor(e))+1,a=(o=Math.floor(t))+1;else{for(var s=r-n||1,i=this._root,u,d;n>e||e>=r||o>t||t>=a;)switch(d=(t<o)<<1|e<n,u=new Array(4),u[d]=i,i=u,s*=2,d){case 0:r=n+s,a=o+s;break;case 1:n=r-s,a=o+s;break;case 2:r=n+s,o=a-s;break;case 3:n=r-s,o=a-s;break}this._root&&this._root.length&&(this._root=i)}return this._x0=n,this._y0=o,this._x1=r,this._y1=a,this}function Vc(){var e=[];return this.visit(function(t){if(!t.length)do e.push(t.data);while(t=t.next)}),e}function Xc(e){return arguments.length?this.cover(+e[0][0],+e[0][1]).cover(+e[1][0],+e[1][1]):isNaN(this._x0)?void 0:[[this._x0,this._y0],[this._x1,this._y1]]}function re(e,t,n,o,r){this.node=e,this.x0=t,this.y0=n,this.x1=o,this.y1=r}function Yc(e,t,n){var o,r=this._x0,a=this._y0,s,i,u,d,f=this._x1,b=this._y1,p=[],c=this._root,h,v;for(c&&p.push(new re(c,r,a,f,b)),n==null?n=1/0:(r=e-n,a=t-n,f=e+n,b=t+n,n*=n);h=p.pop();)if(!(!(c=h.node)||(s=h.x0)>f||(i=h.y0)>b||(u=h.x1)<r||(d=h.y1)<a))if(c.length){var m=(s+u)/2,g=(i+d)/2;p.push(new re(c[3],m,g,u,d),new re(c[2],s,g,m,d),new re(c[1],m,i,u,g),new re(c[0],s,i,m,g)),(v=(t>=g)<<1|e>=m)&&(h=p[p.length-1],p[p.length-1]=p[p.length-1-v],p[p.length-1-v]=h)}else{var _=e-+this._x.call(null,c.data),k=t-+this._y.call(null,c.data),y=_*_+k*k;if(y<n){var A=Math.sqrt(n=y);r=e-A,a=t-A,f=e+A,b=t+A,o=c.data}}return o}function Jc(e){if(isNaN(f=+this._x.call(null,e))||isNaN(b=+this._y.call(null,e)))return this;var t,n=this._root,o,r,a,s=this._x0,i=this._y0,u=this._x1,d=this._y1,f,b,p,c,h,v,m,g;if(!n)return this;if(n.length)for(;;){if((h=f>=(p=(s+u)/2))?s=p:u=p,(v=b>=(c=(i+d)/2))?i=c:d=c,t=n,!(n=n[m=v<<1|h]))return this;if(!n.length)break;(t[m+1&3]||t[m+2&3]||t[m+3&3])&&(o=t,g=m)}for(;n.data!==e;)if(r=n,!(n=n.next))return this;return(a=n.next)&&delete n.next,r?(a?r.next=a:delete r.next,this):t?(a?t[m]=a:delete t[m],(n=t[0]||t[1]||t[2]||t[3])&&n===(t[3]||t[2]||t[1]||t[0])&&!n.length&&(o?o[g]=n:this._root=n),this):(this._root=a,this)}function Kc(e){for(var t=0,n=e.length;t<n;++t)this.remove(e[t]);return this}function Zc(){return this._root}function Qc(){var e=0;return this.visit(function(t){if(!t.length)do++e;while(t=t.next)}),e}function eu(e){var t=[],n,o=this._root,r,a,s,i,u;for(o&&t.push(new re(o,this._x0,this._y0,this._x1,this._y1));n=t.pop();)if(!e(o=n.node,a=n.x0,s=n.y0,i=n.x1,u=n.y1)&&o.length){var d=(a+i)/2,f=(s+u)/2;(r=o[3])&&t.push(new re(r,d,f,i,u)),(r=o[2])&&t.push(new re(r,a,f,d,u)),(r=o[1])&&t.push(new re(r,d,s,i,f)),(r=o[0])&&t.push(new re(r,a,s,d,f))}return this}function tu(e){var t=[],n=[],o;for(this._root&&t.push(new re(this._root,this._x0,this._y0,this._x1,this._y1));o=t.pop();){var r=o.node;if(r.length){var a,s=o.x0,i=o.y0,u=o.x1,d=o.y1,f=(s+u)/2,b=(i+d)/2;(a=r[0])&&t.push(new re(a,s,i,f,b)),(a=r[1])&&t.push(new re(a,f,i,u,b)),(a=r[2])&&t.push(new re(a,s,b,f,d)),(a=r[3])&&t.push(new re(a,f,b,u,d))}n.push(o)}for(;o=n.pop();)e(o.node,o.x0,o.y0,o.x1,o.y1);return this}function nu(e){return e[0]}function ou(e){return arguments.length?(this._x=e,this):this._x}function ru(e){return e[1]}function au(e){return arguments.length?(this._y=e,this):this._y}function Bn(e,t,n){var o=new tr(t??nu,n??ru,NaN,NaN,NaN,NaN);return e==null?o:o.addAll(e)}function tr(e,t,n,o,r,a){this._x=e,this._y=t,this._x0=n,this._y0=o,this._x1=r,this._y1=a,this._root=void 0}function js(e){for(var t={data:e.data},n=t;e=e.next;)n=n.next={data:e.data};return t}var ae=Bn.prototype=tr.prototype;ae.copy=function(){var e=new tr(this._x,this._y,this._x0,this._y0,this._x1,this._y1),t=this._root,n,o;if(!t)return e;if(!t.length)return e._root=js(t),e;for(n=[{source:t,target:e._root=new Array(4)}];t=n.pop();)for(var r=0;r<4;++r)(o=t.source[r])&&(o.length?n.push({source:o,target:t.target[r]=new Array(4)}):t.target[r]=js(o));return e};ae.add=qc;ae.addAll=Wc;ae.cover=Gc;ae.data=Vc;ae.extent=Xc;ae.find=Yc;ae.remove=Jc;ae.removeAll=Kc;ae.root=Zc;ae.size=Qc;ae.visit=eu;ae.visitAfter=tu;ae.x=ou;ae.y=au;var su={value:()=>{}};function nr(){for(var e=0,t=arguments.length,n={},o;e<t;++e){if(!(o=arguments[e]+"")||o in n||/[\s.]/.test(o))throw new Error("illegal type: "+o);n[o]=[]}return new Fn(n)}function Fn(e){this._=e}function iu(e,t){return e.trim().split(/^|\s+/).map(function(n){var o="",r=n.indexOf(".");if(r>=0&&(o=n.slice(r+1),n=n.slice(0,r)),n&&!t.hasOwnProperty(n))throw new Error("unknown type: "+n);return{type:n,name:o}})}Fn.prototype=nr.prototype={constructor:Fn,on:function(e,t){var n=this._,o=iu(e+"",n),r,a=-1,s=o.length;if(arguments.length<2){for(;++a<s;)if((r=(e=o[a]).type)&&(r=lu(n[r],e.name)))return r;return}if(t!=null&&typeof t!="function")throw new Error("invalid callback: "+t);for(;++a<s;)if(r=(e=o[a]).type)n[r]=Us(n[r],e.name,t);else if(t==null)for(r in n)n[r]=Us(n[r],e.name,null);return this},copy:function(){var e={},t=this._;for(var n in t)e[n]=t[n].slice();return new Fn(e)},call:function(e,t){if((r=arguments.length-2)>0)for(var n=new Array(r),o=0,r,a;o<r;++o)n[o]=arguments[o+2];if(!this._.hasOwnProperty(e))throw new Error("unknown type: "+e);for(a=this._[e],o=0,r=a.length;o<r;++o)a[o].value.apply(t,n)},apply:function(e,t,n){if(!this._.hasOwnProperty(e))throw new Error("unknown type: "+e);for(var o=this._[e],r=0,a=o.length;r<a;++r)o[r].value.apply(t,n)}};function lu(e,t){for(var n=0,o=e.length,r;n<o;++n)if((r=e[n]).name===t)return r.value}function Us(e,t,n){for(var o=0,r=e.length;o<r;++o)if(e[o].name===t){e[o]=su,e=e.slice(0,o).concat(e.slice(o+1));break}return n!=null&&e.push({name:t,value:n}),e}var bt=0,Gt=0,Wt=0,Ws=1e3,In,Vt,Rn=0,Qe=0,jn=0,Xt=typeof performance=="object"&&performance.now?performance:Date,Gs=typeof window=="object"&&window.requestAnimationFrame?window.requestAnimationFrame.bind(window):function(e){setTimeout(e,17)};function Vs(){return Qe||(Gs(cu),Qe=Xt.now()+jn)}function cu(){Qe=0}function or(){this._call=this._time=this._next=null}or.prototype=ar.prototype={constructor:or,restart:function(e,t,n){if(typeof e!="function")throw new TypeError("callback is not a function");n=(n==null?Vs():+n)+(t==null?0:+t),!this._next&&Vt!==this&&(Vt?Vt._next=this:In=this,Vt=this),this._call=e,this._time=n,rr()},stop:function(){this._call&&(this._call=null,this._time=1/0,rr())}};function ar(e,t,n){var o=new or;return o.restart(e,t,n),o}function uu(){Vs(),++bt;for(var e=In,t;e;)(t=Qe-e._time)>=0&&e._call.call(void 0,t),e=e._next;--bt}function qs(){Qe=(Rn=Xt.now())+jn,bt=Gt=0;try{uu()}finally{bt=0,du(),Qe=0}}function fu(){var e=Xt.now(),t=e-Rn;t>Ws&&(jn-=t,Rn=e)}function du(){for(var e,t=In,n,o=1/0;t;)t._call?(o>t._time&&(o=t._time),e=t,t=t._next):(n=t._next,t._next=null,t=e?e._next=n:In=n);Vt=e,rr(o)}function rr(e){if(!bt){Gt&&(Gt=clearTimeout(Gt));var t=e-Qe;t>24?(e<1/0&&(Gt=setTimeout(qs,Math.ceil(e-Xt.now()-jn)+1)),Wt&&(Wt=clearInterval(Wt))):(Wt||(Rn=Xt.now(),Wt=setInterval(fu,Ws)),bt=1,Gs(qs))}}function se(e){return function(){return e}}function qe(e){return(e()-.5)*1e-6}function pu(e){return e.x+e.vx}function mu(e){return e.y+e.vy}function Js(e){var t,n,o,r=1,a=1;typeof e!="function"&&(e=se(e==null?1:+e));function s(){for(var d,f=t.length,b,p,c,h,v,m,g=0;g<a;++g)for(b=Bn(t,pu,mu).visitAfter(i),d=0;d<f;++d)p=t[d],v=n[p.index],m=v*v,c=p.x+p.vx,h=p.y+p.vy,b.visit(_);function _(k,y,A,H,q){var L=k.data,K=k.r,$=v+K;if(L){if(L.index>p.index){var M=c-L.x-L.vx,N=h-L.y-L.vy,T=M*M+N*N;T<$*$&&(M===0&&(M=qe(o),T+=M*M),N===0&&(N=qe(o),T+=N*N),T=($-(T=Math.sqrt(T)))/T*r,p.vx+=(M*=T)*($=(K*=K)/(m+K)),p.vy+=(N*=T)*$,L.vx-=M*($=1-$),L.vy-=N*$)}return}return y>c+$||H<c-$||A>h+$||q<h-$}}function i(d){if(d.data)return d.r=n[d.data.index];for(var f=d.r=0;f<4;++f)d[f]&&d[f].r>d.r&&(d.r=d[f].r)}function u(){if(t){var d,f=t.length,b;for(n=new Array(f),d=0;d<f;++d)b=t[d],n[b.index]=+e(b,d,t)}}return s.initialize=function(d,f){t=d,o=f,u()},s.iterations=function(d){return arguments.length?(a=+d,s):a},s.strength=function(d){return arguments.length?(r=+d,s):r},s.radius=function(d){return arguments.length?(e=typeof d=="function"?d:se(+d),u(),s):e},s}function hu(e){return e.index}function Xs(e,t){var n=e.get(t);if(!n)throw new Error("node not found: "+t);return n}function Ks(e){var t=hu,n=b,o,r=se(30),a,s,i,u,d,f=1;e==null&&(e=[]);function b(m){return 1/Math.min(i[m.source.index],i[m.target.index])}function p(m){for(var g=0,_=e.length;g<f;++g)for(var k=0,y,A,H,q,L,K,$;k<_;++k)y=e[k],A=y.source,H=y.target,q=H.x+H.vx-A.x-A.vx||qe(d),L=H.y+H.vy-A.y-A.vy||qe(d),K=Math.sqrt(q*q+L*L),K=(K-a[k])/K*m*o[k],q*=K,L*=K,H.vx-=q*($=u[k]),H.vy-=L*$,A.vx+=q*($=1-$),A.vy+=L*$}function c(){if(s){var m,g=s.length,_=e.length,k=new Map(s.map((A,H)=>[t(A,H,s),A])),y;for(m=0,i=new Array(g);m<_;++m)y=e[m],y.index=m,typeof y.source!="object"&&(y.source=Xs(k,y.source)),typeof y.target!="object"&&(y.target=Xs(k,y.target)),i[y.source.index]=(i[y.source.index]||0)+1,i[y.target.index]=(i[y.target.index]||0)+1;for(m=0,u=new Array(_);m<_;++m)y=e[m],u[m]=i[y.source.index]/(i[y.source.index]+i[y.target.index]);o=new Array(_),h(),a=new Array(_),v()}}function h(){if(s)for(var m=0,g=e.length;m<g;++m)o[m]=+n(e[m],m,e)}function v(){if(s)for(var m=0,g=e.length;m<g;++m)a[m]=+r(e[m],m,e)}return p.initialize=function(m,g){s=m,d=g,c()},p.links=function(m){return arguments.length?(e=m,c(),p):e},p.id=function(m){return arguments.length?(t=m,p):t},p.iterations=function(m){return arguments.length?(f=+m,p):f},p.strength=function(m){return arguments.length?(n=typeof m=="function"?m:se(+m),h(),p):n},p.distance=function(m){return arguments.length?(r=typeof m=="function"?m:se(+m),v(),p):r},p}var vu=1664525,gu=1013904223,Ys=4294967296;function bu(){let e=1;return()=>(e=(vu*e+gu)%Ys)/Ys}function _u(e){return e.x}function $u(e){return e.y}var yu=10,xu=Math.PI*(3-Math.sqrt(5));function Zs(e){var t,n=1,o=.001,r=1-Math.pow(o,1/300),a=0,s=.6,i=new Map,u=ar(b),d=nr("tick","end"),f=bu();e==null&&(e=[]);function b(){p(),d.call("tick",t),n<o&&(u.stop(),d.call("end",t))}function p(v){var m,g=e.length,_;v===void 0&&(v=1);for(var k=0;k<v;++k)for(n+=(a-n)*r,i.forEach(function(y){y(n)}),m=0;m<g;++m)_=e[m],_.fx==null?_.x+=_.vx*=s:(_.x=_.fx,_.vx=0),_.fy==null?_.y+=_.vy*=s:(_.y=_.fy,_.vy=0);return t}function c(){for(var v=0,m=e.length,g;v<m;++v){if(g=e[v],g.index=v,g.fx!=null&&(g.x=g.fx),g.fy!=null&&(g.y=g.fy),isNaN(g.x)||isNaN(g.y)){var _=yu*Math.sqrt(.5+v),k=v*xu;g.x=_*Math.cos(k),g.y=_*Math.sin(k)}(isNaN(g.vx)||isNaN(g.vy))&&(g.vx=g.vy=0)}}function h(v){return v.initialize&&v.initialize(e,f),v}return c(),t={tick:p,restart:function(){return u.restart(b),t},stop:function(){return u.stop(),t},nodes:function(v){return arguments.length?(e=v,c(),i.forEach(h),t):e},alpha:function(v){return arguments.length?(n=+v,t):n},alphaMin:function(v){return arguments.length?(o=+v,t):o},alphaDecay:function(v){return arguments.length?(r=+v,t):+r},alphaTarget:function(v){return arguments.length?(a=+v,t):a},velocityDecay:function(v){return arguments.length?(s=1-v,t):1-s},randomSource:function(v){return arguments.length?(f=v,i.forEach(h),t):f},force:function(v,m){return arguments.length>1?(m==null?i.delete(v):i.set(v,h(m)),t):i.get(v)},find:function(v,m,g){var _=0,k=e.length,y,A,H,q,L;for(g==null?g=1/0:g*=g,_=0;_<k;++_)q=e[_],y=v-q.x,A=m-q.y,H=y*y+A*A,H<g&&(L=q,g=H);return L},on:function(v,m){return arguments.length>1?(d.on(v,m),t):d.on(v)}}}function Qs(){var e,t,n,o,r=se(-30),a,s=1,i=1/0,u=.81;function d(c){var h,v=e.length,m=Bn(e,_u,$u).visitAfter(b);for(o=c,h=0;h<v;++h)t=e[h],m.visit(p)}function f(){if(e){var c,h=e.length,v;for(a=new Array(h),c=0;c<h;++c)v=e[c],a[v.index]=+r(v,c,e)}}function b(c){var h=0,v,m,g=0,_,k,y;if(c.length){for(_=k=y=0;y<4;++y)(v=c[y])&&(m=Math.abs(v.value))&&(h+=v.value,g+=m,_+=m*v.x,k+=m*v.y);c.x=_/g,c.y=k/g}else{v=c,v.x=v.data.x,v.y=v.data.y;do h+=a[v.data.index];while(v=v.next)}c.value=h}function p(c,h,v,m){if(!c.value)return!0;var g=c.x-t.x,_=c.y-t.y,k=m-h,y=g*g+_*_;if(k*k/u<y)return y<i&&(g===0&&(g=qe(n),y+=g*g),_===0&&(_=qe(n),y+=_*_),y<s&&(y=Math.sqrt(s*y)),t.vx+=g*c.value*o/y,t.vy+=_*c.value*o/y),!0;if(c.length||y>=i)return;(c.data!==t||c.next)&&(g===0&&(g=qe(n),y+=g*g),_===0&&(_=qe(n),y+=_*_),y<s&&(y=Math.sqrt(s*y)));do c.data!==t&&(k=a[c.data.index]*o/y,t.vx+=g*k,t.vy+=_*k);while(c=c.next)}return d.initialize=function(c,h){e=c,n=h,f()},d.strength=function(c){return arguments.length?(r=typeof c=="function"?c:se(+c),f(),d):r},d.distanceMin=function(c){return arguments.length?(s=c*c,d):Math.sqrt(s)},d.distanceMax=function(c){return arguments.length?(i=c*c,d):Math.sqrt(i)},d.theta=function(c){return arguments.length?(u=c*c,d):Math.sqrt(u)},d}function ei(e){var t=se(.1),n,o,r;typeof e!="function"&&(e=se(e==null?0:+e));function a(i){for(var u=0,d=n.length,f;u<d;++u)f=n[u],f.vx+=(r[u]-f.x)*o[u]*i}function s(){if(n){var i,u=n.length;for(o=new Array(u),r=new Array(u),i=0;i<u;++i)o[i]=isNaN(r[i]=+e(n[i],i,n))?0:+t(n[i],i,n)}}return a.initialize=function(i){n=i,s()},a.strength=function(i){return arguments.length?(t=typeof i=="function"?i:se(+i),s(),a):t},a.x=function(i){return arguments.length?(e=typeof i=="function"?i:se(+i),s(),a):e},a}function ti(e){var t=se(.1),n,o,r;typeof e!="function"&&(e=se(e==null?0:+e));function a(i){for(var u=0,d=n.length,f;u<d;++u)f=n[u],f.vy+=(r[u]-f.y)*o[u]*i}function s(){if(n){var i,u=n.length;for(o=new Array(u),r=new Array(u),i=0;i<u;++i)o[i]=isNaN(r[i]=+e(n[i],i,n))?0:+t(n[i],i,n)}}return a.initialize=function(i){n=i,s()},a.strength=function(i){return arguments.length?(t=typeof i=="function"?i:se(+i),s(),a):t},a.y=function(i){return arguments.length?(e=typeof i=="function"?i:se(+i),s(),a):e},a}var ni=.01;function oi(){let e=70,t=Ks().distance(()=>e),n=Qs().distanceMax(600).theta(1),o=Zs().stop().alphaDecay(.03).velocityDecay(.45).force("links",t).force("charge",n).force("collide",Js(14)).force("x",ei().strength(.035)).force("y",ti().strength(.06)),r=0;return{set(a,s){e=60+130*Math.min(1,6/(a.nodes.size+1)),n.strength(-2.2*e),o.nodes([...a.nodes.values()]),t.links([...a.links.values()].filter(i=>!i.goneAt)),r=Math.max(r,s?1:.25)},warm(a){r=Math.max(r,a)},isWarm:()=>r>ni,tick(){return r<=ni?!1:(o.alpha(r).tick(),r=o.alpha(),!0)},find:(a,s,i)=>o.find(a,s,i)}}var ri=.1,wu=4,ai=6,ku=250,si=(e,t,n)=>Math.min(n,Math.max(t,e));function ii(e,t,n){let o=e.getContext("2d"),r=oi(),a=matchMedia("(prefers-reduced-motion: reduce)"),s={graph:t,view:{x:0,y:0,k:1},ratio:1,width:1,height:1,focus:null,selected:null,hovered:null,groups:[],byWeight:[],colors:Yo(e),font:"12px system-ui, sans-serif"},i=0,u=!0,d=!1,f=!0,b="bytes",p=null,c=()=>{i||(i=requestAnimationFrame(h))};function h(){i=0;let $=!d&&r.tick();u&&v($?.2:1),Zo(o,s),e.dataset.moving=String($),$&&c()}function v($){let[M,N,T,ye]=[1/0,-1/0,1/0,-1/0];for(let{x:et,y:ur}of t.nodes.values())M=Math.min(M,et),N=Math.max(N,et),T=Math.min(T,ur),ye=Math.max(ye,ur);if(M>N)return;let{width:ir,height:lr,view:cr}=s,Un=si(Math.min((ir-80)/(N-M+1),(lr-80)/(ye-T+1)),ri,1.4),pi={k:Un,x:ir/2-Un*(M+N)/2,y:lr/2-Un*(T+ye)/2};for(let et of["k","x","y"])cr[et]+=(pi[et]-cr[et])*$}function m($,M,N){let{view:T}=s,ye=si(T.k*N,ri,wu);T.x=$-($-T.x)*ye/T.k,T.y=M-(M-T.y)*ye/T.k,T.k=ye,u=!1,c()}let g=({offsetX:$,offsetY:M})=>({x:($-s.view.x)/s.view.k,y:(M-s.view.y)/s.view.k});function _($){let{x:M,y:N}=g($),T=r.find(M,N,14+ai/s.view.k);return T&&Math.hypot(T.x-M,T.y-N)<=T.radius+ai/s.view.k?T:null}function k($,M){e.classList.toggle("over-node",$!==null),$!==s.hovered&&(s.hovered=$,Dn(s),c()),n.hover($,M.offsetX,M.offsetY)}function y($){let M=Math.hypot($.offsetX-p.fromX,$.offsetY-p.fromY);if(!(!p.isMoved&&M<4)){if(p.isMoved=!0,p.node){let{x:N,y:T}=g($);Object.assign(p.node,d?{x:N,y:T}:{fx:N,fy:T}),r.warm(.2)}else s.view.x=p.viewX+$.offsetX-p.fromX,s.view.y=p.viewY+$.offsetY-p.fromY;u=!1,c()}}let A={pointermove($){p?y($):k(_($),$)},pointerdown($){$.button===0&&(p={node:_($),fromX:$.offsetX,fromY:$.offsetY,viewX:s.view.x,viewY:s.view.y,isMoved:!1},$.pointerType!=="touch"&&e.setPointerCapture($.pointerId))},pointerup(){p&&(p.isMoved||n.select(p.node),H())},pointercancel:()=>H(),pointerleave($){k(null,$)},wheel($){$.ctrlKey&&($.preventDefault(),m($.offsetX,$.offsetY,Math.exp(-$.deltaY/300)))}};function H(){p?.node&&(delete p.node.fx,delete p.node.fy),p=null}function q(){s.ratio=Math.min(2,devicePixelRatio||1),s.width=e.clientWidth,s.height=e.clientHeight,e.width=Math.round(s.width*s.ratio),e.height=Math.round(s.height*s.ratio),u&&v(1),Zo(o,s)}function L(){let $=performance.now()+(a.matches?4:1)*ku;for(;performance.now()<$&&r.tick(););v(1)}for(let[$,M]of Object.entries(A))e.addEventListener($,M,{passive:!1});let K=new ResizeObserver(q);return K.observe(e),{read($){if(Jo(t,b),$){let M=f&&t.nodes.size>0;r.set(t,M),M&&L(),f=t.nodes.size===0,t.nodes.has(s.selected?.id)||(s.selected=null)}Ko(s),c()},setSize($){b=$,Jo(t,b),Ko(s),c()},setStill($){d=$,c()},setFocus($,M){s.selected=$,s.focus=M,Dn(s),c()},recolor(){s.colors=Yo(e),c()},zoom:$=>m(s.width/2,s.height/2,$),fit(){u=!0,v(1),c()},close(){cancelAnimationFrame(i),K.disconnect();for(let[$,M]of Object.entries(A))e.removeEventListener($,M)}}}function Su({at:e}){let{node:t,x:n,y:o}=e,r=t.links.map(a=>a.data.rtt_ms).filter(a=>a!=null);return l`
    <div class="tip" aria-hidden="true" style=${{left:`${n+14}px`,top:`${o+14}px`}}>
      <strong>${Pe(t)}</strong>
      <span>${On[$e(t)]??$e(t)} · ${le(t.degree,"link")}</span>
      ${t.data.bytes!=null&&l`<span>${D(t.data.bytes)}</span>`}
      ${r.length>0&&l`<span>nearest ${te(Math.min(...r))}</span>`}
      ${t.data.uptime_s!=null&&l`<span>up for ${ce(t.data.uptime_s)}</span>`}
    </div>`}var Cu=()=>l`
  <div class="legend">
    <ul aria-label="Nodes">
      ${Object.entries(On).map(([e,t])=>l`
        <li key=${e}><span class=${`node-mark ${e}`}></span>${t}</li>`)}
    </ul>
    <ul aria-label="Links">
      ${Object.entries(As).map(([e,t])=>l`
        <li key=${e} title=${t}><span class=${`swatch ${e}`}></span>${e}
          <span class="muted legend-note">${t}</span></li>`)}
      <li class="muted">thicker: more traffic</li>
    </ul>
  </div>`;function Tu(e,t){return t?new Set(Ie.value.filter(n=>ft(n,t))):e?new Set([e,...e.links.map(n=>Lt(n,e))]):null}function Mu(){let e=Ie.value,t=n=>e.filter(o=>$e(o)===n).length;return`${le(e.length,"node")}, ${le(pe.links.size,"link")}; ${t("connected")} connected to this one, ${t("lost")} lost. The table below has the same data.`}function Pu(e,t,n,o){F(()=>{let r=ii(e.current,pe,{select:o,hover:(s,i,u)=>n(s&&{node:s,x:i,y:u})});t.current=r,r.read(!0);let a=matchMedia("(prefers-color-scheme: dark)");return a.addEventListener("change",r.recolor),()=>{a.removeEventListener("change",r.recolor),r.close()}},[])}function Nu({view:e,by:t,setBy:n}){let o=(r,a,s)=>l`
    <button type="button" class="button small square" aria-label=${a}
      title=${a} onClick=${s}><${Z} name=${r} /></button>`;return l`
    <div class="card-head">
      <h2 id="topology-title">Topology</h2>
      <span class="spring"></span>
      <label class="offscreen" for="topology-search">Search nodes</label>
      <input id="topology-search" class="search" type="search" autocomplete="off"
        placeholder="Name or id" value=${wn.value}
        onInput=${r=>{wn.value=r.target.value}} />
      <label class="offscreen" for="topology-size">Size of nodes</label>
      <select id="topology-size" class="narrow" value=${t}
        onChange=${r=>n(r.target.value)}>
        <option value="bytes">Size: bytes held</option>
        <option value="degree">Size: links</option>
      </select>
      <span class="tool-group">
        ${o("minus","Zoom out",()=>e.current.zoom(1/1.4))}
        ${o("plus","Zoom in",()=>e.current.zoom(1.4))}
        ${o("fit","Show all",()=>e.current.fit())}
      </span>
      <button type="button" class="button small" aria-pressed=${String(me.value)}
        onClick=${()=>Da(!me.value)}>
        ${me.value?"Go on":"Pause"}</button>
    </div>`}function li({selected:e,onSelect:t}){let n=ve(null),o=ve(null),r=ve(Dt.value),[a,s]=B(null),[i,u]=B("bytes"),d=kn.value;return Pu(n,o,s,t),F(()=>{o.current.read(r.current!==Dt.value),r.current=Dt.value},[_e.value]),F(()=>o.current.setFocus(e,Tu(e,d)),[e,d,_e.value]),F(()=>o.current.setStill(me.value),[me.value]),F(()=>o.current.setSize(i),[i]),F(()=>o.current.recolor(),[mt.value]),l`
    <${Nu} view=${o} by=${i} setBy=${u} />
    <div class="picture">
      <canvas ref=${n} role="img" aria-label=${Mu()}></canvas>
      ${a&&pe.nodes.has(a.node.id)&&l`<${Su} at=${a} />`}
      ${me.value&&l`<span class="pill picture-note">Paused${xn.value?` at ${new Date(xn.value).toLocaleTimeString()}`:""}</span>`}
    </div>
    <${Cu} />`}var sr=50,Eu={self:0,connected:1,reachable:2,lost:3},zu={name:e=>`${e.data.name?0:1}${e.data.name??""} ${e.id}`,state:e=>Eu[e.data.state]??9,links:e=>e.degree,blobs:e=>e.data.blobs,bytes:e=>e.data.bytes,uptime:e=>e.data.uptime_s},Au={name:e=>Pe(e.source),to:e=>Pe(e.target),rtt:e=>e.data.rtt_ms,loss:e=>e.data.loss,rx:e=>e.data.rx_bps,tx:e=>e.data.tx_bps};function ci(e,t,n,o){return e.map(r=>({it:r,v:t(r),id:o(r)})).sort((r,a)=>{if(r.v==null||a.v==null)return(r.v==null)-(a.v==null);let s=r.v<a.v?-1:+(r.v>a.v);return(n?-s:s)||(r.id<a.id?-1:1)}).map(({it:r})=>r)}var Lu=({node:e,isSelected:t,onSelect:n})=>l`
  <tr class=${t?"selected":""} data-id=${e.id}>
    <th scope="row"><button type="button" class="link-button"
      aria-pressed=${String(t)} onClick=${()=>n(e)}>
      ${Pe(e)}</button></th>
    <td><${er} state=${$e(e)} /></td>
    <td class="extra"><code title=${e.id}>${O(e.id)}</code></td>
    <td class="num">${e.degree}</td>
    <td class="num extra">${e.data.blobs?.toLocaleString("en-US")??"–"}</td>
    <td class="num" title=${Ce(e.data.bytes)}>
      ${e.data.bytes==null?"–":D(e.data.bytes)}</td>
    <td class="num extra">${e.data.uptime_s==null?"–":ce(e.data.uptime_s)}</td>
    <td class="extra">${C(e.data.version)||"–"}</td>
  </tr>`,Du=e=>l`
  <tr>
    <${R} name="name" label="Node" ...${e} />
    <${R} name="state" label="State" ...${e} />
    <th scope="col" class="extra">Id</th>
    <${R} name="links" label="Links" className="num" ...${e} />
    <${R} name="blobs" label="Blobs" className="num extra" ...${e} />
    <${R} name="bytes" label="Holds" className="num" ...${e} />
    <${R} name="uptime" label="Up for" className="num extra" ...${e} />
    <th scope="col" class="extra">Version</th>
  </tr>`;function Ou({link:e,onSelect:t}){let n=e.data,o=oe.value==="bits",r=a=>l`
    <button type="button" class="link-button"
      onClick=${()=>t(a)}>${Pe(a)}</button>`;return l`
    <tr>
      <th scope="row">${r(e.source)}</th>
      <td>${r(e.target)}</td>
      <td><${Is} look=${qt(e)} /></td>
      <td class="num">${te(n.rtt_ms)}</td>
      <td class="num">${Te(n.loss)}</td>
      <td class="num extra">${Me(n.rx_bps,o)}</td>
      <td class="num extra">${Me(n.tx_bps,o)}</td>
      <td class="extra">${C(n.path)||"–"}</td>
    </tr>`}var Bu=e=>l`
  <tr>
    <${R} name="name" label="From" ...${e} />
    <${R} name="to" label="To" ...${e} />
    <th scope="col">Link</th>
    <${R} name="rtt" label="RTT" className="num" ...${e} />
    <${R} name="loss" label="Loss" className="num" ...${e} />
    <${R} name="rx" label="In" className="num extra" ...${e} />
    <${R} name="tx" label="Out" className="num extra" ...${e} />
    <th scope="col" class="extra">Path</th>
  </tr>`,ui={key:"name",isDown:!1},Fu=["links","blobs","bytes","uptime","rx","tx"];function fi({selected:e,onSelect:t}){let[n,o]=B(!1),[r,a]=B(ui),[s,i]=B(sr),u=kn.value,d=_e.value,f=h=>a(r.key===h?{key:h,isDown:!r.isDown}:{key:h,isDown:Fu.includes(h)}),b=h=>{o(h),a(ui),i(sr)},p=n?ci(No.value.filter(h=>ft(h.source,u)||ft(h.target,u)),Au[r.key],r.isDown,h=>h.key):ci(Ie.value.filter(h=>ft(h,u)),zu[r.key],r.isDown,h=>h.id),c={sorting:r,onSort:f};return l`
    <div class="card-head">
      <div class="segments" role="group" aria-label="Rows of the table">
        <button type="button" class="button small" aria-pressed=${String(!n)}
          onClick=${()=>b(!1)}>Nodes (${Ie.value.length})</button>
        <button type="button" class="button small" aria-pressed=${String(n)}
          onClick=${()=>b(!0)}>Links (${No.value.length})</button>
      </div>
    </div>
    <table class="table topology-table">
      <caption class="offscreen">${n?"Links":"Nodes"} of the topology</caption>
      <thead>${n?l`<${Bu} ...${c} />`:l`<${Du} ...${c} />`}</thead>
      <tbody>
        ${p.slice(0,s).map(h=>n?l`<${Ou} key=${h.key} link=${h} at=${d} onSelect=${t} />`:l`<${Lu} key=${h.id} node=${h} at=${d} onSelect=${t}
              isSelected=${e===h} />`)}
      </tbody>
    </table>
    ${!p.length&&l`<p class="muted">Nothing is like that.</p>`}
    ${p.length>s&&l`
      <div class="pager"><button type="button" class="button small"
        onClick=${()=>i(s+6*sr)}>
        Show more (${p.length-s} left)</button></div>`}`}var Hn=e=>gn("topology",e?.id),Iu=()=>l`
  <div class="details muted">
    <p>Choose a node, in the picture or in the table, to see its links.</p>
    <${U} text=${E("GET",x.topology())} what="Curl command"
      label="curl" />
  </div>`;function di(){F(La,[]);let e=Ie.value.length,t=pe.nodes.get(Y.value.id)??null;return l`
    <main class="page topology" id="main" tabindex="-1">
      ${ut.value&&l`
        <${ee} problem=${ut.value}
          doing="Reading the topology:" onRetry=${Mo} />`}
      ${e>0&&l`
        <section class="card picture-card" aria-labelledby="topology-title">
          <${li} selected=${t} onSelect=${Hn} />
        </section>
        <section class="card details-card" aria-label="The chosen node"
          aria-live="off">
          ${t?l`<${Rs} node=${t} at=${_e.value}
            onSelect=${Hn} onClose=${()=>Hn(null)} />`:l`<${Iu} />`}
        </section>
        <section class="card table-card" aria-label="Table of the topology">
          <${fi} selected=${t} onSelect=${Hn} />
        </section>`}
      ${!e&&!ut.value&&l`
        <section class="card"><h2 id="topology-title">Topology</h2>
          <p class="muted">Reading…</p></section>`}
    </main>`}var Ru={overview:ys,topology:di,peers:Es,events:ns},ju=e=>{e.preventDefault(),document.getElementById("main").focus()},Hu=()=>l`
  <a class="skip" href="#main" onClick=${ju}>Skip to the content</a>
  <${Ka} />
  <${Ru[Y.value.page.name]} />
  <${Qa} />
  <${Ha} />
  <${Va} />`;ja();Qn(l`<${Hu} />`,document.getElementById("app"));
